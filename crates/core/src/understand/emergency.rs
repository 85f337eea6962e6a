//! Emergency numbers, which are never called.
//!
//! After the `emergency` patterns of libphonenumber's
//! `ShortNumberMetadata.xml`, plus numbers that reach an emergency service
//! under another name. Three digits are never an ordinary number, so a number
//! that is an emergency one anywhere in the common list is one everywhere.

use crate::model::Region;

const COMMON: &[&str] = &[
    "000", "061", "062", "080", "085", "088", "091", "092", "100", "101", "102", "103", "104",
    "105", "106", "107", "108", "110", "111", "112", "113", "114", "115", "116", "117", "118",
    "119", "120", "122", "123", "127", "128", "129", "130", "131", "132", "133", "140", "144",
    "150", "155", "156", "158", "160", "166", "170", "171", "175", "177", "180", "190", "191",
    "192", "193", "194", "195", "197", "198", "199", "900", "901", "902", "903", "904", "907",
    "911", "912", "913", "919", "990", "991", "992", "993", "994", "995", "997", "998", "999",
];

/// Two digits, or more than three: emergency numbers in their regions only.
#[rustfmt::skip]
const REGIONAL: &[(&str, &str)] = &[
    ("FR", "15"), ("FR", "17"), ("FR", "18"), ("MA", "15"), ("MA", "19"), ("BN", "991"), ("DZ", "14"),
    ("DZ", "17"), ("TN", "190"), ("SN", "17"), ("SN", "18"), ("CI", "170"), ("MC", "15"), ("MC", "17"),
    ("MC", "18"), ("RE", "15"), ("RE", "17"), ("GP", "15"), ("GP", "17"), ("MQ", "15"), ("GF", "15"),
    ("PF", "15"), ("NC", "15"), ("LV", "01"), ("LV", "02"), ("LV", "03"), ("RU", "01"), ("RU", "02"),
    ("RU", "03"), ("ZA", "10111"), ("ZA", "10177"), ("SE", "90000"), ("TH", "1669"), ("BM", "911"),
    ("US", "988"), ("CA", "988"), ("ES", "016"), ("ES", "024"),
];

/// Where the emergency services have a number other than 112.
#[rustfmt::skip]
const SERVICES: &[(&str, &[&str])] = &[
    ("911", &[
        "US", "CA", "MX", "AR", "CR", "DO", "EC", "HN", "PA", "PE", "PR", "PY", "SV", "UY", "VE", "PH", "JO",
        "LR", "BS", "BM", "BZ", "VI", "GU",
    ]),
    ("999", &["GB", "IE", "HK", "MY", "SG", "KE", "UG", "GG", "JE", "IM", "AE", "QA", "BH"]),
    ("000", &["AU"]),
    ("111", &["NZ"]),
    ("123", &["CO"]),
    ("131, 132 / 133", &["CL"]),
    ("110 / 122", &["GT"]),
    ("118 / 128", &["NI"]),
    ("104 / 106", &["CU"]),
    ("110 / 118", &["BO"]),
    ("190 / 192", &["BR"]),
    ("110 / 119", &["JP", "KR", "TW"]),
    ("110 / 120", &["CN"]),
    ("100 / 101", &["IL"]),
];

/// More emergency numbers of countries in which few digits behind an area code
/// are a number.
const BESIDE_112: &[(&str, &[&str])] = &[
    ("AT", &["122", "133", "144"]),
    ("DE", &["110"]),
    ("IR", &["110", "115", "125"]),
];

/// Whether these digits are the emergency services' number in a region.
pub(super) fn is_of_region(digits: &str, region: Region) -> bool {
    let is_beside =
        |(name, numbers): &(&str, &[&str])| *name == region.as_str() && numbers.contains(&digits);
    let mut own = of_region(region).split(|c: char| !c.is_ascii_digit());
    digits == "112" || own.any(|number| number == digits) || BESIDE_112.iter().any(is_beside)
}

/// The number of a helpline for people who think of suicide; the emergency
/// services where no such helpline is known.
pub(super) fn listens(region: Region) -> &'static str {
    match region.as_str() {
        "ES" => "024",
        "US" | "CA" => "988",
        "GB" | "IE" => "116 123",
        _ => of_region(region),
    }
}

/// The number of the emergency services in a region.
pub(super) fn of_region(region: Region) -> &'static str {
    SERVICES
        .iter()
        .find(|(_, regions)| regions.contains(&region.as_str()))
        .map_or("112", |(number, _)| *number)
}

/// Whether these digits, dialled in this region, reach an emergency service.
pub(super) fn is_emergency(digits: &str, region: Option<Region>) -> bool {
    COMMON.contains(&digits)
        || REGIONAL.iter().any(|(code, number)| {
            *number == digits && region.is_some_and(|region| region.as_str() == *code)
        })
}
