//! The task in the person's own words.
use crate::model::{Task, TextProblem};
/// Reads the task.
///
/// # Errors
/// When too little or too much is left of it.
pub fn task(text: &str) -> Result<Task, TextProblem> {
    Task::parse(text)
}
