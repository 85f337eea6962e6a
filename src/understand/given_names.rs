//! Given names that are common where people call in English or Spanish.
//!
//! A name that nothing announces ('…, fri 8pm, Anna') is taken for one only if
//! it is a known given name, since a place's name may stand there as well.

/// Names that are no common word besides, in order.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "aaron", "abby", "abigail", "adam", "adela", "adrian", "adriana", "agata", "agnes", "agustin", "ahmed",
    "aida", "ainara", "ainhoa", "aisha", "aitana", "aitor", "alan", "alba", "albert", "alberto",
    "alejandra", "alejandro", "alex", "alexa", "alexander", "alexandra", "alfonso", "alfredo", "ali",
    "alice", "alicia", "alison", "alvaro", "amanda", "amelia", "amir", "amy", "ana", "andrea", "andres",
    "andrew", "andy", "ane", "angela", "angie", "anita", "ann", "anna", "anne", "antonia", "antonio",
    "ariadna", "arjun", "arturo", "ashley", "asier", "barbara", "bea", "beatriz", "becky", "begona",
    "belen", "ben", "benjamin", "bernardo", "beth", "blanca", "bob", "borja", "brandon", "brenda", "brian",
    "bruno", "camila", "carla", "carles", "carlos", "carmen", "carol", "carolina", "caroline", "carrie",
    "catalina", "catherine", "cecilia", "celia", "cesar", "charles", "charlie", "charlotte", "chloe",
    "chris", "christian", "christina", "christine", "christopher", "claire", "clara", "claudia", "connor",
    "cristian", "cristina", "cynthia", "dan", "daniel", "daniela", "danny", "dario", "dave", "david",
    "debbie", "deborah", "denise", "dennis", "diana", "diego", "dolores", "donna", "dylan", "eduardo",
    "edward", "eleanor", "elena", "elizabeth", "ella", "ellen", "eloy", "elsa", "elvira", "emilia",
    "emilio", "emily", "emma", "enrique", "eric", "erica", "erik", "erika", "ernesto", "esteban", "estela",
    "esther", "ethan", "eugenia", "eva", "evan", "fabian", "fatima", "federico", "felipe", "felix", "fer",
    "fernanda", "fernando", "fiona", "francesca", "francisco", "gabriel", "gabriela", "gary", "gemma",
    "geoff", "george", "gerard", "gerardo", "gina", "gloria", "gonzalo", "graham", "greg", "guillermo",
    "gustavo", "hannah", "harriet", "harry", "hassan", "hector", "helen", "helena", "henry", "hugo", "iain",
    "ian", "ibrahim", "ignacio", "iker", "ines", "inigo", "irene", "isaac", "isabel", "isabella", "ismael",
    "ivan", "jacob", "jaime", "james", "jamie", "jan", "jane", "janet", "jasmine", "jason", "javi",
    "javier", "jen", "jenna", "jennifer", "jenny", "jeremy", "jess", "jesse", "jessica", "jessie", "jim",
    "joan", "joanna", "joaquin", "joe", "joel", "john", "johnny", "jon", "jonathan", "jordan", "jordi",
    "jorge", "jose", "josefa", "joseph", "josh", "joshua", "juan", "juana", "judith", "julia", "julian",
    "juliana", "julie", "julieta", "justin", "karen", "karim", "karina", "kate", "katherine", "kathy",
    "katie", "kayla", "keith", "kelly", "ken", "kenneth", "kevin", "khalid", "kim", "kyle", "laia", "laila",
    "lara", "laura", "lauren", "laurie", "leah", "leo", "leonor", "leticia", "liam", "lidia", "lily",
    "linda", "lisa", "lorena", "lorenzo", "louis", "louise", "lourdes", "lucas", "lucia", "lucy", "luis",
    "luisa", "luke", "maite", "malik", "manolo", "manuel", "manuela", "marc", "marcela", "marcelo",
    "marcos", "margaret", "margarita", "maria", "mariam", "marian", "mariana", "maribel", "marie", "marina",
    "mario", "marisa", "marisol", "marta", "martha", "martin", "martina", "mateo", "matias", "matt",
    "matthew", "maya", "megan", "mei", "melissa", "mia", "michael", "michelle", "miguel", "mike", "mikel",
    "miriam", "mohamed", "mohammed", "molly", "monica", "montse", "muhammad", "nacho", "nadia", "nancy",
    "naomi", "natalia", "natalie", "natasha", "nathan", "neil", "nerea", "nicholas", "nick", "nicola",
    "nicolas", "nicole", "nigel", "nina", "noa", "noah", "noelia", "noor", "nora", "norma", "nuria",
    "octavio", "olga", "oliver", "olivia", "omar", "oriol", "oscar", "pablo", "paco", "pamela", "patricia",
    "patricio", "patrick", "pau", "paul", "paula", "pedro", "pepa", "pepe", "peter", "phil", "philip",
    "pilar", "priya", "rachel", "rafa", "rafael", "rahul", "raj", "ramon", "raquel", "raul", "rebecca",
    "renata", "ricardo", "richard", "rob", "robert", "roberto", "rocio", "rodrigo", "roger", "rosa",
    "rosario", "ruben", "ruth", "ryan", "sally", "salvador", "sam", "samantha", "samir", "samuel", "sandra",
    "sara", "sarah", "scott", "sean", "sebastian", "sergi", "sergio", "sharon", "silvia", "simon", "sofia",
    "sonia", "sophia", "sophie", "soraya", "stacy", "stephanie", "stephen", "steve", "steven", "stuart",
    "sue", "susan", "susana", "sylvia", "tamara", "tania", "tara", "teresa", "thomas", "tim", "timothy",
    "tom", "tomas", "tony", "tracy", "ursula", "valeria", "vanessa", "veronica", "vicente", "victor",
    "walter", "wendy", "william", "xavi", "xavier", "ximena", "yago", "yolanda", "yusuf", "zoe",
];
/// Names that are words as well: only in capitals.
const ALSO_WORDS: &[&str] = &[
    "amparo", "angel", "art", "bill", "consuelo", "cruz", "dean", "drew", "faith", "frank", "gene",
    "grace", "grant", "hope", "jack", "jay", "jesus", "joy", "lee", "luz", "mar", "mark", "marco",
    "max", "mohan", "pat", "paz", "penny", "ray", "rich", "rose", "roy", "ruby", "soledad", "sol",
    "ted", "violet", "will",
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
