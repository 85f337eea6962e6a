//! The region of a landline, where its area code tells it.
//!
//! Offices in Barcelona are closed on 24 June, and those in Madrid are not. Only
//! codes whose whole area lies in one region are here, of the countries whose
//! regions have holidays of their own on which offices close. The holidays of
//! the states of the United States are not such days.

use crate::model::Phone;

/// By country code: regions in ISO 3166-2, with the area codes (without the
/// trunk zero) that lie in them.
const AREAS: [(&str, &[(&str, &str)]); 4] = [
    ("+1", CANADA),
    ("+41", SWITZERLAND),
    ("+44", UNITED_KINGDOM),
    ("+49", GERMANY),
];

const CANADA: &[(&str, &str)] = &[
    ("CA-AB", "368 403 587 780 825"),
    ("CA-BC", "236 250 257 604 672 778"),
    ("CA-MB", "204 431 584"),
    ("CA-NB", "428 506"),
    ("CA-NL", "709 879"),
    (
        "CA-ON",
        "226 249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 807 905 942",
    ),
    ("CA-QC", "263 354 367 418 438 450 468 514 579 581 819 873"),
    ("CA-SK", "306 474 639"),
];

const SWITZERLAND: &[(&str, &str)] = &[
    ("CH-BE", "31"),
    ("CH-GR", "81"),
    ("CH-TI", "91"),
    ("CH-VD", "21"),
    ("CH-VS", "27"),
    ("CH-ZH", "43 44"),
];

const UNITED_KINGDOM: &[(&str, &str)] = &[
    (
        "GB-ENG",
        "20 23 113 114 115 116 117 118 121 151 161 191 1202 1223 1225 1273 1392 1482 1603 1752 \
         1865 1904",
    ),
    ("GB-NIR", "28"),
    ("GB-SCT", "131 141 1224 1292 1324 1382 1463 1738 1786"),
    ("GB-WLS", "29 1248 1267 1443 1633 1792 1970"),
];

const GERMANY: &[(&str, &str)] = &[
    ("DE-BB", "331 335 355"),
    ("DE-BE", "30"),
    ("DE-BW", "711 721 761 6221 7071 7121 7131"),
    (
        "DE-BY",
        "821 841 851 861 871 881 89 911 921 931 941 951 961",
    ),
    ("DE-HB", "421 471"),
    ("DE-HE", "561 611 641 661 69 6151"),
    ("DE-HH", "40"),
    ("DE-MV", "381 385 395"),
    ("DE-NI", "441 511 531 541 551 4131 5121"),
    (
        "DE-NW",
        "201 202 203 208 209 211 221 228 231 234 241 251 521",
    ),
    ("DE-RP", "261 631 651 6131"),
    ("DE-SH", "431 451 461"),
    ("DE-SL", "681"),
    ("DE-SN", "341 351 371 375"),
    ("DE-ST", "345 391"),
    ("DE-TH", "361 365 3641"),
];

/// Spanish provinces by the two digits after the first, which is 9 or 8.
const SPAIN: [(&str, &str); 17] = [
    ("ES-AN", "50 51 52 53 54 55 56 57 58 59"),
    ("ES-AR", "74 76 78"),
    ("ES-AS", "84 85"),
    ("ES-CB", "42"),
    ("ES-CL", "20 21 23 47 75 79 80 83 87"),
    ("ES-CM", "25 26 49 67 69"),
    ("ES-CN", "22 28"),
    ("ES-CT", "30 31 32 33 34 35 36 37 38 39 72 73 77"),
    ("ES-EX", "24 27"),
    ("ES-GA", "81 82 86 88"),
    ("ES-IB", "71"),
    ("ES-MC", "68"),
    ("ES-MD", "10 11 12 13 14 15 16 17 18 19"),
    ("ES-NC", "48"),
    ("ES-PV", "43 44 45 46"),
    ("ES-RI", "41"),
    ("ES-VC", "60 61 62 63 64 65 66"),
];

/// Where Ceuta and Melilla share a code with the mainland.
const SHARED_IN_SPAIN: [&str; 4] = ["9565", "9526", "8565", "8526"];

impl Phone {
    /// The region of the number's area in ISO 3166-2, such as `ES-MD`, where its
    /// code tells it.
    #[must_use]
    pub fn subdivision(&self) -> Option<&'static str> {
        if let Some(national) = self.as_e164().strip_prefix("+34") {
            return spanish(national);
        }
        let with_code = |(code, regions): &(&str, &'static [(&'static str, &str)])| {
            Some((self.as_e164().strip_prefix(code)?.to_owned(), *regions))
        };
        let (national, regions) = AREAS.iter().find_map(with_code)?;
        find(regions, |code| national.starts_with(code))
    }
}

fn spanish(national: &str) -> Option<&'static str> {
    if SHARED_IN_SPAIN.iter().any(|it| national.starts_with(it)) {
        return None;
    }
    let landline = national.strip_prefix(['8', '9'])?;
    find(&SPAIN, |code| landline.starts_with(code))
}

fn find(
    regions: &[(&'static str, &str)],
    fits: impl Fn(&str) -> bool + Copy,
) -> Option<&'static str> {
    let mut regions = regions.iter();
    let found = regions.find(|(_, codes)| codes.split(' ').any(fits));
    found.map(|(region, _)| *region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_tells_the_region() {
        for (number, region) in [
            ("+34912345678", Some("ES-MD")),
            ("+34932001000", Some("ES-CT")),
            ("+34876543210", Some("ES-AR")),
            ("+34956512345", None),
            ("+34612345678", None),
            ("+34900123456", None),
            ("+442079460123", Some("GB-ENG")),
            ("+441314960123", Some("GB-SCT")),
            ("+442890123456", Some("GB-NIR")),
            ("+447700900123", None),
            ("+493012345678", Some("DE-BE")),
            ("+498912345678", Some("DE-BY")),
            ("+4915112345678", None),
            ("+15142345678", Some("CA-QC")),
            ("+14152345678", None),
            ("+41442345678", Some("CH-ZH")),
            ("+33142345678", None),
        ] {
            let phone = Phone::from_e164(number).unwrap();
            assert_eq!(phone.subdivision(), region, "{number}");
        }
    }
}
