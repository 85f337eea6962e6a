//! Our reading of telephone numbers beside libphonenumber's, on its own examples:
//! each kind of number of each country, as people write it at home and abroad.

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType};

use super::english;
use crate::model::Region;
use crate::understand::{Context, phone, sentence};

const KINDS: [PhoneNumberType; 8] = [
    PhoneNumberType::FixedLine,
    PhoneNumberType::Mobile,
    PhoneNumberType::TollFree,
    PhoneNumberType::PremiumRate,
    PhoneNumberType::SharedCost,
    PhoneNumberType::VoIP,
    PhoneNumberType::PersonalNumber,
    PhoneNumberType::UAN,
];

/// How a number was read.
#[derive(Debug, PartialEq)]
enum Reading {
    Same,
    /// It is asked about, or refused with a reason.
    Asked,
    Other(String),
}

fn read(text: &str, number: &str, context: &Context) -> Reading {
    match (phone(text, context), sentence(text, context).phone()) {
        (Ok(found), _) if found.as_e164() != number => Reading::Other(found.as_e164().to_owned()),
        (_, Some(found)) if found.as_e164() != number => Reading::Other(found.as_e164().to_owned()),
        (Ok(_), Some(_)) => Reading::Same,
        (Err(_), _) | (Ok(_), None) => Reading::Asked,
    }
}

/// All examples: where, of which kind, as written, in E.164 form.
fn examples(format: PhoneNumberFormat) -> Vec<(Region, PhoneNumberType, String, String)> {
    let mut all = Vec::new();
    for region in PHONE_NUMBER_UTIL.get_supported_regions() {
        let Ok(home) = region.as_region_str().parse::<Region>() else {
            continue;
        };
        for kind in KINDS {
            let example = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, kind);
            let Ok(example) = example else { continue };
            let written = |format| PHONE_NUMBER_UTIL.format(&example, format).to_string();
            all.push((
                home,
                kind,
                written(format),
                written(PhoneNumberFormat::E164),
            ));
        }
    }
    assert!(all.len() > 800, "{}", all.len());
    all.sort_by_key(|(region, _, written, _)| (region.as_str().to_owned(), written.clone()));
    all
}

/// Reads all examples; returns the share that is read as libphonenumber does.
/// None may be read as another number.
fn check(format: PhoneNumberFormat, from_home: bool, around: [&str; 2]) -> f64 {
    let [before, behind] = around;
    let mut same = 0;
    let mut callable = 0;
    let mut wrong = Vec::new();
    for (region, kind, written, number) in examples(format) {
        let context = Context {
            region: match from_home {
                true => region,
                false => english().region,
            },
            ..english()
        };
        let text = format!("{before}{written}{behind}");
        let reading = read(&text, &number, &context);
        if kind == PhoneNumberType::PremiumRate {
            // Never called.
            assert_ne!(reading, Reading::Same, "{region:?} {written}");
            continue;
        }
        callable += 1;
        match reading {
            Reading::Same => same += 1,
            Reading::Other(other) => wrong.push(format!("{region:?} {kind:?} {written}: {other}")),
            Reading::Asked => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    f64::from(same) / f64::from(callable)
}

const CALL: [&str; 2] = ["Call ", " and ask whether they are open"];
const TABLE: [&str; 2] = ["table for 2 ", " tomorrow at 7pm"];

#[test]
fn libphonenumbers_examples_from_abroad() {
    let share = check(PhoneNumberFormat::International, false, CALL);
    assert!(share > 0.97, "{share}");
}

#[test]
fn libphonenumbers_examples_at_home() {
    let share = check(PhoneNumberFormat::National, true, CALL);
    assert!(share > 0.9, "{share}");
}

/// 'Table for 2 030 123456': the count is no part of the number.
#[test]
fn a_count_lends_nothing_to_the_number_behind_it() {
    let share = check(PhoneNumberFormat::National, true, TABLE);
    assert!(share > 0.9, "{share}");
}
