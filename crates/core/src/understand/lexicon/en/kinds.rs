//! English: the kinds of place.

use crate::model::Category;
use crate::understand::lexicon::topics::Kinds;

#[rustfmt::skip]
pub(super) const WORDS: Kinds = Kinds {
    words: &[
        ((Category::Restaurant, 5), &[
            "restaurant", "pizzeria", "trattoria", "bistro", "steakhouse", "sushi", "brasserie",
            "tapas", "tavern", "cafe", "cafeteria", "bar", "pub", "ristorante", "osteria", "rest",
            "gastropub", "diner",
        ]),
        ((Category::Restaurant, 3), &[
            "table", "tables", "dinner", "dinners", "lunch", "brunch", "terrace", "highchair",
            "supper", "eat", "vegan", "menu", "dine", "dining", "booth", "takeaway", "takeout",
            "burger", "burgers", "tacos", "curry", "pepperoni", "fries", "burritos",
        ]),
        ((Category::Restaurant, 1), &["reservation", "covers", "diners", "breakfast", "pizza"]),
        ((Category::Clinic, 5), &[
            "doctor", "dr", "dentist", "dentists", "dental", "clinic", "gp", "hospital", "physio",
            "physiotherapist", "dermatologist", "pediatrician", "paediatrician", "gynecologist",
            "gynaecologist", "optometrist", "optician", "cardiologist", "psychologist",
            "therapist", "vet", "veterinary", "surgery", "orthodontist", "surgeon", "nurse",
            "osteopath", "chiropractor", "dermatology", "physiotherapy", "dentistry", "xray",
        ]),
        ((Category::Clinic, 3), &[
            "checkup", "toothache", "tooth", "teeth", "vaccine", "vaccination", "bloodwork",
            "filling", "prescription", "mri", "ultrasound", "scan", "fever", "symptoms", "rash",
            "pain", "checkups", "medical",
        ]),
        ((Category::Clinic, 1), &[
            "appointment", "appt", "appointments", "apointment", "appointmet",
        ]),
        ((Category::Hotel, 5), &[
            "hotel", "hostel", "motel", "hotels", "accommodation", "resort", "inn", "guesthouse",
        ]),
        ((Category::Hotel, 3), &[
            "room", "rooms", "suite", "nights", "checkin", "checkout", "ensuite", "overnight",
        ]),
        ((Category::General, 5), &[
            "hairdresser", "hairdressers", "hairdresser's", "hairdresers", "barber", "barber's",
            "barbers", "barbershop", "salon", "haircut", "garage", "mechanic", "mechanic's",
            "mechanics", "mot", "shop", "store", "plumber", "electrician", "bank", "pharmacy",
            "gym", "library", "landlord", "florist", "bakery", "bookshop", "bookstore",
            "supermarket", "tailor", "laundry", "spa", "manicure", "nails", "locksmith", "school",
            "university", "insurance", "dealership", "cinema", "theatre", "theater", "museum",
            "carwash", "taxi", "massage", "tattoo", "courier", "butcher", "padel", "tennis",
            "court",
        ]),
        ((Category::General, 3), &[
            "tyres", "tires", "oil", "car", "repair", "brakes", "quote", "price", "prices",
            "stock", "package", "parcel", "delivery", "refund", "laptop", "cake", "flowers",
            "trim", "highlights", "bike", "boiler", "subscription", "warranty", "invoice", "hair",
            "selling", "sell", "sells", "tv", "television", "blowdry", "internet", "wifi",
            "washing", "furniture", "package's", "tour", "tours", "viewing", "inspection",
            "bowling", "lesson", "lessons", "museum",
        ]),
        ((Category::General, 2), &[
            "other", "general", "something else", "anything", "order", "office", "council",
        ]),
        ((Category::General, 1), &[
            "ask", "check", "whether", "open", "opening", "lost", "info", "inquire", "enquire",
            "confirm", "complain",
        ]),
    ],
    phrases: &[
        ("check up", (Category::Clinic, 4)), ("blood test", (Category::Clinic, 3)),
        ("eye test", (Category::Clinic, 4)), ("eye exam", (Category::Clinic, 4)),
        ("doctor's office", (Category::Clinic, 6)), ("root canal", (Category::Clinic, 4)),
        ("x ray", (Category::Clinic, 3)), ("check in", (Category::Hotel, 3)),
        ("check out", (Category::Hotel, 3)), ("bed and breakfast", (Category::Hotel, 4)),
        ("double room", (Category::Hotel, 4)), ("b & b", (Category::Hotel, 5)),
        ("late checkout", (Category::Hotel, 3)), ("to stay", (Category::Hotel, 3)),
        ("single room", (Category::Hotel, 3)), ("waiting room", (Category::General, 6)),
        ("test drive", (Category::General, 5)), ("nail salon", (Category::General, 5)),
        ("pet shop", (Category::General, 6)), ("coffee machine", (Category::General, 6)),
        ("hair salon", (Category::General, 5)), ("car wash", (Category::General, 6)),
        ("bar code", (Category::General, 6)), ("place to eat", (Category::Restaurant, 3)),
        ("something else", (Category::General, 4)), ("table tennis", (Category::General, 5)),
        ("coffee table", (Category::General, 5)), ("dining table", (Category::General, 4)),
        ("escape room", (Category::General, 5)), ("opening hours", (Category::General, 3)),
        ("bathroom", (Category::General, 5)), ("post office", (Category::General, 6)),
        ("wash and cut", (Category::General, 4)), ("cut and color", (Category::General, 4)),
        ("cut and colour", (Category::General, 4)), ("blow dry", (Category::General, 4)),
    ],
    it_is: &["it's", "it is", "its", "that's", "that is", "this is", "they are", "they're", "it's actually", "it is actually"],
    articles: &["a", "an", "the"],
};
