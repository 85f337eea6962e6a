//! The fields of a request, each declared once: its word, the type of its
//! value, and the facts that the dialogue needs. The form, the request, their
//! records and the texts follow from this list.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{CallLanguage, Category, Day, Name, PartySize, Phone, Task, TimeOfDay};

/// Writes the types that follow from the list of slots.
///
/// A line is the slot, the type of its value, its word (on the disk, in a
/// button, in the output of `parse`), its getter, and how it is asked for:
/// `required` slots cannot be left empty; `numeric` ones are answered by a
/// number, so their choices are not numbered.
macro_rules! slots {
    (@is required; required $($rest:ident)*) => { true };
    (@is numeric; numeric $($rest:ident)*) => { true };
    (@is $flag:ident; $other:ident $($rest:ident)*) => { slots!(@is $flag; $($rest)*) };
    (@is $flag:ident;) => { false };

    ($($(#[$doc:meta])* $slot:ident($value:ty) $word:literal $get:ident: $($flag:ident)*;)*) => {
        /// One field of a request. The order is the card's.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Slot {
            $($(#[$doc])* #[serde(rename = $word)] $slot,)*
        }

        impl Slot {
            /// All of them, in the card's order.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$slot),*];

            /// The word by which the slot is stored and a button names it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$slot => $word,)*
                }
            }

            /// Whether a call cannot be placed without it.
            #[must_use]
            pub fn is_required(self) -> bool {
                match self {
                    $(Self::$slot => slots!(@is required; $($flag)*),)*
                }
            }

            /// Whether a number is itself an answer, so that choices are not
            /// numbered.
            #[must_use]
            pub fn takes_numbers(self) -> bool {
                match self {
                    $(Self::$slot => slots!(@is numeric; $($flag)*),)*
                }
            }
        }

        /// The value of a slot.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Value {
            $($(#[$doc])* $slot($value),)*
        }

        impl Value {
            /// The slot that it fills.
            #[must_use]
            pub fn slot(&self) -> Slot {
                match self {
                    $(Self::$slot(_) => Slot::$slot,)*
                }
            }

            fn write<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $(Self::$slot(value) => map.serialize_entry($word, value),)*
                }
            }

            fn read<'de, M: MapAccess<'de>>(slot: Slot, map: &mut M) -> Result<Self, M::Error> {
                match slot {
                    $(Slot::$slot => map.next_value().map(Self::$slot),)*
                }
            }
        }

        impl Values {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $get(&self) -> Option<&$value> {
                    match self.0.get(&Slot::$slot) {
                        Some(Value::$slot(value)) => Some(value),
                        _ => None,
                    }
                }
            )*
        }
    };
}

slots! {
    Phone(Phone) "phone" phone: required numeric;
    /// The purpose of the call: the person's words, without the number.
    Task(Task) "task" task: required;
    /// The kind of place.
    Category(Category) "category" category: required;
    Business(Name) "business" business:;
    /// The name to reserve under.
    Name(Name) "name" name:;
    /// The day of the reservation or appointment, or of the arrival at a hotel,
    /// exactly or in words.
    Date(Day) "date" day: numeric;
    /// The time of day, exactly or in words.
    Time(TimeOfDay) "time" time: numeric;
    Nights(PartySize) "nights" nights: numeric;
    PartySize(PartySize) "party_size" party_size: numeric;
    /// The language to speak on the phone.
    CallLanguage(CallLanguage) "call_language" call_language:;
    /// The timezone in which date and time are meant.
    Timezone(Tz) "timezone" timezone:;
}

impl Slot {
    /// The slot of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|slot| slot.word() == word)
    }
}

/// The values of a request's slots; each has its slot's type. As JSON: an
/// object from a slot's word to its value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values(BTreeMap<Slot, Value>);

impl Values {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a slot.
    #[must_use]
    pub fn get(&self, slot: Slot) -> Option<&Value> {
        self.0.get(&slot)
    }

    /// The day, if it is told exactly.
    #[must_use]
    pub fn date(&self) -> Option<&NaiveDate> {
        match self.day()? {
            Day::On(date) => Some(date),
            Day::Words { .. } => None,
        }
    }

    /// Whether a slot has a value.
    #[must_use]
    pub fn has(&self, slot: Slot) -> bool {
        self.0.contains_key(&slot)
    }

    /// Whether no slot has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts a value into its slot.
    pub fn put(&mut self, value: Value) {
        self.0.insert(value.slot(), value);
    }

    pub fn clear(&mut self, slot: Slot) {
        self.0.remove(&slot);
    }

    /// A copy without the values of some slots.
    #[must_use]
    pub fn without(mut self, slots: &[Slot]) -> Self {
        self.0.retain(|slot, _| !slots.contains(slot));
        self
    }

    /// The values of some slots only.
    #[must_use]
    pub fn only(mut self, slots: &[Slot]) -> Self {
        self.0.retain(|slot, _| slots.contains(slot));
        self
    }

    /// All of them, in the card's order.
    pub fn iter(&self) -> impl Iterator<Item = &Value> {
        self.0.values()
    }
}

impl IntoIterator for Values {
    type Item = Value;
    type IntoIter = std::collections::btree_map::IntoValues<Slot, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_values()
    }
}

impl FromIterator<Value> for Values {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Self {
        let mut all = Self::new();
        all.extend(values);
        all
    }
}

impl Extend<Value> for Values {
    fn extend<I: IntoIterator<Item = Value>>(&mut self, values: I) {
        for value in values {
            self.put(value);
        }
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for value in self.iter() {
            value.write(&mut map)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Values;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the values of a request by the words of their slots")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Values, M::Error> {
                let mut values = Values::new();
                while let Some(word) = map.next_key::<String>()? {
                    let slot = Slot::from_word(&word)
                        .ok_or_else(|| M::Error::custom(format!("no slot is named {word:?}")))?;
                    values.put(Value::read(slot, &mut map)?);
                }
                Ok(values)
            }
        }

        deserializer.deserialize_map(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_from_their_json_as_they_were() {
        let json = r#"{"phone":"+14155552671","name":"Ana","time":{"at":"20:00"},"party_size":4}"#;
        let values: Values = serde_json::from_str(json).unwrap();
        assert_eq!(values.name().map(Name::as_str), Some("Ana"));
        assert_eq!(serde_json::to_string(&values).unwrap(), json);
    }

    #[test]
    fn a_value_that_its_own_parser_refuses_is_an_error() {
        for json in [
            r#"{"phone":"no number"}"#,
            r#"{"party_size":0}"#,
            r#"{"name":""}"#,
            r#"{"timezone":"Mars/Olympus"}"#,
            r#"{"allergies":"nuts"}"#,
        ] {
            assert!(serde_json::from_str::<Values>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_later_value_takes_the_place_of_an_earlier_one() {
        let mut values = Values::new();
        values.put(Value::Nights(PartySize::new(2).unwrap()));
        values.put(Value::Nights(PartySize::new(3).unwrap()));
        assert_eq!(values.nights().map(|nights| nights.get()), Some(3));
        values.clear(Slot::Nights);
        assert!(values.is_empty());
    }
}
