//! tmp
use std::io::{BufRead, Write};
use chrono::{DateTime, Utc};
use crate::understand::Context;
/// x
pub fn run_one(_t: &str, _c: &Context, _o: &mut dyn Write) -> anyhow::Result<()> { Ok(()) }
/// x
pub fn run_batch(_i: &mut dyn BufRead, _o: &mut dyn Write, _c: &Context) -> anyhow::Result<()> { Ok(()) }
/// x
pub fn instant(_t: &str, _z: chrono_tz::Tz) -> Option<DateTime<Utc>> { None }
