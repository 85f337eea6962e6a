//! Given names that are common where people call in English or Spanish.
//!
//! A name that nothing announces ('…, fri 8pm, Anna') counts only if it is a
//! known given name, since it may also be a place's name.

/// Names that are not common words as well, in order.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "aaron", "abbie", "abby", "abigail", "adam", "adela", "adrian", "adriana", "agata", "agnes", "agustin",
    "ahmed", "aida", "aimee", "ainara", "ainhoa", "aisha", "aitana", "aitor", "alan", "alana", "alba",
    "albert", "alberto", "alec", "alejandra", "alejandro", "alex", "alexa", "alexander", "alexandra",
    "alexis", "alfonso", "alfredo", "ali", "alice", "alicia", "alina", "alison", "allison", "almudena",
    "alvaro", "alyssa", "amanda", "amaya", "amelia", "amina", "amir", "amy", "ana", "anabel", "anastasia",
    "ander", "andrea", "andreas", "andres", "andrew", "andy", "ane", "angela", "angie", "angus", "anika",
    "anita", "anjali", "ann", "anna", "annabel", "anne", "annie", "antoine", "antonia", "antonio", "arantxa",
    "ariadna", "arjun", "arnold", "arturo", "ashley", "asier", "audrey", "aurelio", "ava", "barbara",
    "bautista", "bea", "beatriz", "becca", "becky", "begona", "belen", "ben", "benito", "benjamin",
    "bernardo", "berta", "beth", "beto", "bianca", "bibiana", "blanca", "bob", "borja", "brad", "brandon",
    "brenda", "brent", "brett", "brian", "bridget", "bruno", "caitlin", "callum", "cameron", "camila",
    "carla", "carles", "carlitos", "carlos", "carlota", "carly", "carme", "carmen", "carmencita", "carol",
    "carolina", "caroline", "carrie", "cassandra", "cassie", "catalina", "catherine", "cathy", "cayetana",
    "cecilia", "celia", "cesar", "chad", "charles", "charlie", "charlotte", "charo", "chema", "cheryl",
    "chiara", "chloe", "chris", "christian", "christina", "christine", "christopher", "cindy", "claire",
    "clara", "clare", "claudia", "clemente", "cody", "colin", "concha", "conchi", "connie", "connor",
    "constanza", "corey", "courtney", "craig", "cristian", "cristina", "cynthia", "dan", "dani", "daniel",
    "daniela", "danielle", "danny", "dario", "darren", "dave", "david", "debbie", "deborah", "deepak",
    "denise", "dennis", "derek", "desmond", "diana", "diane", "diego", "dolores", "dominic", "donna",
    "doris", "doug", "duncan", "dylan", "edgar", "edu", "eduardo", "edward", "eileen", "elaine", "eleanor",
    "elena", "eleni", "elias", "elijah", "elisa", "elizabeth", "ella", "ellen", "ellie", "eloisa", "eloise",
    "eloy", "elsa", "elvira", "emilia", "emiliano", "emilio", "emily", "emma", "encarna", "enrique", "eric",
    "erica", "erik", "erika", "erin", "ernesto", "esme", "esteban", "estefania", "estela", "esther", "ethan",
    "eugenia", "eulalia", "eusebio", "eva", "evan", "evelyn", "fabian", "fabiola", "facundo", "fatima",
    "fatou", "federico", "felicity", "felipe", "felisa", "felix", "fer", "fernanda", "fernando", "fiona",
    "florencia", "fran", "francesca", "francine", "francisco", "freddie", "freya", "gabriel", "gabriela",
    "gareth", "gary", "gavin", "gemma", "genaro", "geoff", "george", "gerard", "gerardo", "gina", "giovanni",
    "gisela", "giulia", "gloria", "gonzalo", "gorka", "graciela", "graham", "greg", "gregory", "guille",
    "guillermo", "gustavo", "gwen", "hailey", "hamish", "hannah", "hans", "harriet", "harry", "hassan",
    "hector", "helen", "helena", "henry", "hernan", "hilda", "horacio", "hugh", "hugo", "iain", "ian",
    "ibrahim", "ignacio", "iker", "imogen", "imran", "ines", "ingrid", "inigo", "inma", "irene", "isaac",
    "isabel", "isabella", "ismael", "itziar", "ivan", "ivana", "jacinto", "jackie", "jacob", "jacqueline",
    "jaime", "jake", "james", "jamie", "jan", "jana", "jane", "janet", "janice", "jared", "jasmine", "jason",
    "jaume", "javi", "javier", "javiera", "jazmin", "jeff", "jeffrey", "jen", "jenn", "jenna", "jennifer",
    "jenny", "jeremy", "jeronimo", "jess", "jesse", "jessica", "jessie", "jill", "jillian", "jim", "joan",
    "joanna", "joanne", "joaquin", "jodie", "joe", "joel", "john", "johnny", "jon", "jonas", "jonathan",
    "jordan", "jordi", "jorge", "jose", "josefa", "josefina", "joseph", "josh", "joshua", "joyce", "juan",
    "juana", "juanito", "juanjo", "juanma", "judith", "judy", "julia", "julian", "juliana", "julie",
    "julieta", "julius", "justin", "kara", "karen", "karim", "karina", "kate", "katherine", "kathleen",
    "kathy", "katie", "katrina", "kayla", "kayleigh", "keith", "kelly", "kelsey", "ken", "kenneth", "kevin",
    "khalid", "kim", "kirsten", "kirsty", "kofi", "kristen", "kristina", "kurt", "kyle", "lachlan", "laia",
    "laila", "lara", "larry", "laura", "lauren", "laurie", "leah", "leandro", "leila", "leire", "lenny",
    "leo", "leonard", "leonardo", "leonor", "leslie", "leticia", "lewis", "liam", "lidia", "lily", "linda",
    "lindsay", "lisa", "logan", "lola", "loli", "lorena", "lorenzo", "lorraine", "louis", "louise",
    "lourdes", "luca", "lucas", "lucia", "luciana", "luciano", "lucinda", "lucy", "luis", "luisa", "luisito",
    "luke", "lupe", "lupita", "lynn", "macarena", "maddie", "madeleine", "madison", "magdalena", "maika",
    "maite", "malcolm", "malik", "mandy", "manolo", "manu", "manuel", "manuela", "marc", "marcela",
    "marcelo", "marcia", "marcos", "marcus", "margaret", "margarita", "mari", "maria", "mariam", "marian",
    "mariana", "marianne", "mariano", "maribel", "maricarmen", "marie", "marina", "mario", "marisa",
    "marisol", "marjorie", "marta", "martha", "martin", "martina", "mateo", "matias", "matt", "matteo",
    "matthew", "maureen", "mauricio", "maya", "megan", "mei", "melanie", "melissa", "memo", "merce",
    "meredith", "mia", "micaela", "michael", "michelle", "miguel", "mike", "mikel", "mila", "milagros",
    "ming", "miriam", "mohamed", "mohammed", "molly", "monica", "monique", "montse", "moussa", "muhammad",
    "nacho", "nadia", "nancy", "naomi", "natalia", "natalie", "natasha", "nathan", "nathaniel", "neha",
    "neil", "nerea", "nestor", "neus", "nicholas", "nick", "nico", "nicola", "nicolas", "nicole", "nigel",
    "nikki", "nina", "noa", "noah", "noelia", "noor", "nora", "norma", "norman", "nuria", "octavio",
    "ofelia", "olena", "olga", "oliver", "olivia", "omar", "oriol", "oscar", "pablo", "paco", "pam",
    "pamela", "paquita", "patricia", "patricio", "patrick", "pau", "paul", "paula", "paulina", "pedrito",
    "pedro", "peggy", "pepa", "pepe", "pere", "peter", "petra", "phil", "philip", "philippa", "phoebe",
    "pierre", "pilar", "pili", "polly", "priya", "quique", "rachel", "rafa", "rafael", "rahul", "raj",
    "ramiro", "ramon", "raquel", "raul", "ravi", "rebecca", "renata", "rhys", "ricardo", "richard", "ricky",
    "rita", "rob", "robbie", "robert", "roberto", "rocio", "rodney", "rodolfo", "rodrigo", "roger", "romina",
    "ronald", "ronnie", "rory", "rosa", "rosalia", "rosana", "rosario", "roser", "rosie", "rosita",
    "roxanne", "ruben", "rupert", "russell", "ruth", "ryan", "sabrina", "sally", "salma", "salvador", "sam",
    "samantha", "samir", "samuel", "sandra", "sanjay", "santi", "sara", "sarah", "scott", "sean",
    "sebastian", "sergi", "sergio", "shane", "shannon", "sharon", "shaun", "shawn", "sheila", "sheryl",
    "silvia", "silvina", "simon", "simone", "sofia", "sonia", "sophia", "sophie", "soraya", "stacy",
    "stella", "steph", "stephanie", "stephen", "steve", "steven", "stuart", "sue", "sunita", "susan",
    "susana", "susi", "susie", "suzanne", "svetlana", "sylvia", "tabitha", "tadeo", "tamara", "tania",
    "tanya", "tara", "tariq", "tatiana", "tere", "teresa", "tessa", "theo", "theresa", "thomas", "tiffany",
    "tim", "timothy", "tina", "tobias", "toby", "todd", "tom", "tomas", "toni", "tono", "tony", "tracy",
    "travis", "trevor", "trish", "tyler", "tyrone", "ulises", "unai", "ursula", "valentin", "valentina",
    "valeria", "valerie", "vanessa", "veronica", "vicente", "vicky", "victor", "victoria", "vincent",
    "violeta", "vivian", "walter", "wanda", "warren", "wayne", "wei", "wendy", "william", "xavi", "xavier",
    "ximena", "yago", "yaiza", "yasmin", "yesenia", "yolanda", "yuki", "yusuf", "zach", "zack", "zara",
    "zoe", "zoey",
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
