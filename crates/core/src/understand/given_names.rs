//! Given names that are common where people call in English or Spanish.
//!
//! A name that nothing announces ('…, fri 8pm, Anna') counts only if it is a
//! known given name, since it may also be a place's name.

/// Names that are not common words as well, in order.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "aaron", "abby", "abigail", "adam", "adela", "adrian", "adriana", "agata", "agnes", "agustin", "ahmed",
    "aida", "ainara", "ainhoa", "aisha", "aitana", "aitor", "alan", "alba", "albert", "alberto",
    "alejandra", "alejandro", "alex", "alexa", "alexander", "alexandra", "alfonso", "alfredo", "ali",
    "alice", "alicia", "alison", "alvaro", "amanda", "amaya", "amelia", "amina", "amir", "amy", "ana",
    "ander", "andrea", "andres", "andrew", "andy", "ane", "angela", "angie", "anita", "anjali", "ann",
    "anna", "anne", "antonia", "antonio", "ariadna", "arjun", "arturo", "ashley", "asier", "barbara", "bea",
    "beatriz", "becky", "begona", "belen", "ben", "benjamin", "bernardo", "beth", "beto", "blanca", "bob",
    "borja", "brandon", "brenda", "brian", "bruno", "camila", "carla", "carles", "carlitos", "carlos",
    "carmen", "carmencita", "carol", "carolina", "caroline", "carrie", "catalina", "catherine", "cecilia",
    "celia", "cesar", "charles", "charlie", "charlotte", "charo", "chema", "chiara", "chloe", "chris",
    "christian", "christina", "christine", "christopher", "claire", "clara", "claudia", "concha", "conchi",
    "connor", "cristian", "cristina", "cynthia", "dan", "dani", "daniel", "daniela", "danny", "dario",
    "dave", "david", "debbie", "deborah", "deepak", "denise", "dennis", "diana", "diego", "dolores",
    "donna", "dylan", "edu", "eduardo", "edward", "eleanor", "elena", "elizabeth", "ella", "ellen", "eloy",
    "elsa", "elvira", "emilia", "emilio", "emily", "emma", "encarna", "enrique", "eric", "erica", "erik",
    "erika", "ernesto", "esteban", "estela", "esther", "ethan", "eugenia", "eulalia", "eva", "evan",
    "fabian", "fatima", "fatou", "federico", "felipe", "felix", "fer", "fernanda", "fernando", "fiona",
    "francesca", "francisco", "gabriel", "gabriela", "gary", "gemma", "geoff", "george", "gerard",
    "gerardo", "gina", "giovanni", "giulia", "gloria", "gonzalo", "gorka", "graham", "greg", "guille",
    "guillermo", "gustavo", "hannah", "hans", "harriet", "harry", "hassan", "hector", "helen", "helena",
    "henry", "hugo", "iain", "ian", "ibrahim", "ignacio", "iker", "imran", "ines", "ingrid", "inigo",
    "inma", "irene", "isaac", "isabel", "isabella", "ismael", "itziar", "ivan", "ivana", "jacob", "jaime",
    "james", "jamie", "jan", "jane", "janet", "jasmine", "jason", "jaume", "javi", "javier", "jen", "jenna",
    "jennifer", "jenny", "jeremy", "jess", "jesse", "jessica", "jessie", "jim", "joan", "joanna", "joaquin",
    "joe", "joel", "john", "johnny", "jon", "jonas", "jonathan", "jordan", "jordi", "jorge", "jose", "josefa",
    "joseph", "josh", "joshua", "juan", "juana", "juanito", "juanjo", "juanma", "judith", "julia", "julian",
    "juliana", "julie", "julieta", "justin", "karen", "karim", "karina", "kate", "katherine", "kathy",
    "katie", "kayla", "keith", "kelly", "ken", "kenneth", "kevin", "khalid", "kim", "kofi", "kyle", "laia",
    "laila", "lara", "laura", "lauren", "laurie", "leah", "leila", "leire", "leo", "leonor", "leticia",
    "liam", "lidia", "lily", "linda", "lisa", "lola", "loli", "lorena", "lorenzo", "louis", "louise",
    "lourdes", "luca", "lucas", "lucia", "lucy", "luis", "luisa", "luisito", "luke", "lupe", "lupita",
    "maika", "maite", "malik", "manolo", "manu", "manuel", "manuela", "marc", "marcela", "marcelo",
    "marcos", "margaret", "margarita", "mari", "maria", "mariam", "marian", "mariana", "maribel", "marie",
    "marina", "mario", "marisa", "marisol", "marta", "martha", "martin", "martina", "mateo", "matias",
    "matt", "matteo", "matthew", "maya", "megan", "mei", "melissa", "memo", "merce", "mia", "michael",
    "michelle", "miguel", "mike", "mikel", "mila", "ming", "miriam", "mohamed", "mohammed", "molly",
    "monica", "montse", "moussa", "muhammad", "nacho", "nadia", "nancy", "naomi", "natalia", "natalie",
    "natasha", "nathan", "neha", "neil", "nerea", "neus", "nicholas", "nick", "nico", "nicola", "nicolas",
    "nicole", "nigel", "nina", "noa", "noah", "noelia", "noor", "nora", "norma", "nuria", "octavio",
    "olena", "olga", "oliver", "olivia", "omar", "oriol", "oscar", "pablo", "paco", "pamela", "paquita",
    "patricia", "patricio", "patrick", "pau", "paul", "paula", "pedrito", "pedro", "pepa", "pepe", "pere",
    "peter", "phil", "philip", "pierre", "pilar", "pili", "priya", "quique", "rachel", "rafa", "rafael",
    "rahul", "raj", "ramon", "raquel", "raul", "ravi", "rebecca", "renata", "ricardo", "richard", "rob",
    "robert", "roberto", "rocio", "rodrigo", "roger", "rosa", "rosalia", "rosario", "roser", "rosita",
    "ruben", "ruth", "ryan", "sally", "salma", "salvador", "sam", "samantha", "samir", "samuel", "sandra",
    "sanjay", "santi", "sara", "sarah", "scott", "sean", "sebastian", "sergi", "sergio", "sharon", "sheila",
    "silvia", "simon", "sofia", "sonia", "sophia", "sophie", "soraya", "stacy", "stephanie", "stephen",
    "steve", "steven", "stuart", "sue", "sunita", "susan", "susana", "svetlana", "sylvia", "tamara",
    "tania", "tara", "tariq", "tatiana", "tere", "teresa", "thomas", "tim", "timothy", "tom", "tomas",
    "toni", "tono", "tony", "tracy", "unai", "ursula", "valeria", "vanessa", "veronica", "vicente",
    "victor", "walter", "wei", "wendy", "william", "xavi", "xavier", "ximena", "yago", "yasmin", "yolanda",
    "yuki", "yusuf", "zara", "zoe",
];
/// Names that are words as well: only in capitals.
const ALSO_WORDS: &[&str] = &[
    "amparo", "angel", "art", "bill", "consuelo", "cruz", "dean", "drew", "faith", "frank", "gene",
    "grace", "grant", "jack", "jay", "jesus", "joy", "lee", "luz", "mar", "mark", "marco", "max",
    "mohan", "pat", "paz", "penny", "ray", "rich", "roy", "ruby", "soledad", "sol", "ted", "will",
];

/// Whether a folded word is a given name; `capital` if it is written as one.
pub(super) fn is_given(word: &str, capital: bool) -> bool {
    NAMES.binary_search(&word).is_ok() || (capital && ALSO_WORDS.contains(&word))
}

#[cfg(test)]
#[test]
fn the_names_are_in_order() {
    assert!(NAMES.is_sorted());
    assert!(is_given("anna", false) && is_given("will", true) && !is_given("will", false));
}
