//! An error with a backtrace and context, printed as the usual crates print theirs.

use std::backtrace::Backtrace;
use std::error::Error;
use std::fmt;

pub struct Report {
    contexts: Vec<String>,
    cause: Box<dyn Error>,
    backtrace: Backtrace,
}

impl<E: Error + 'static> From<E> for Report {
    fn from(cause: E) -> Self {
        Report { contexts: Vec::new(), cause: Box::new(cause), backtrace: Backtrace::capture() }
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut messages: Vec<String> = self.contexts.iter().rev().cloned().collect();
        messages.push(self.cause.to_string());
        write!(f, "{}", messages[0])?;
        if messages.len() > 1 {
            write!(f, "\n\nCaused by:")?;
        }
        for (i, message) in messages[1..].iter().enumerate() {
            if messages.len() > 2 {
                write!(f, "\n{i:5}: {message}")?;
            } else {
                write!(f, "\n    {message}")?;
            }
        }
        write!(f, "\n\nStack backtrace:\n{}", self.backtrace.to_string().trim_end())
    }
}

trait WithContext<T> {
    fn context(self, text: &str) -> Result<T, Report>;
}

impl<T> WithContext<T> for Result<T, Report> {
    fn context(self, text: &str) -> Result<T, Report> {
        self.map_err(|mut report| {
            report.contexts.push(text.to_string());
            report
        })
    }
}

pub fn import(path: &str) -> Result<(), Report> {
    let text = std::fs::read_to_string(path)?; // want(report) shop::errors::import
    println!("{text}");
    Ok(())
}

fn parse_quantity(text: &str) -> Result<u32, Report> {
    Ok(text.parse::<u32>()?) // want(report_context) shop::errors::parse_quantity
}

fn read_line(line: &str) -> Result<u32, Report> {
    parse_quantity(line).context("line 3 of orders.csv")
}

pub fn restock() -> Result<(), Report> {
    println!("{}", read_line("many").context("restock failed")?);
    Ok(())
}

pub fn trace() -> Backtrace {
    Backtrace::force_capture() // want(backtrace_debug, backtrace_display) shop::errors::trace
}
