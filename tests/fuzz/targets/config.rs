//! The settings.

use supple::{
    config::settings::{Settings, read},
    diagnostic::{Look, Report, render},
};

use super::assert_harmless;

pub(super) fn config(bytes: &[u8]) {
    let Ok(source) = str::from_utf8(bytes) else { return };
    let (settings, faults) = read(source);
    let lines = source.split('\n').count();
    for fault in &faults {
        let report = Report::new("config.toml", source, fault);
        assert!(!report.message.is_empty());
        assert!(report.line.is_none_or(|line| (1..=lines).contains(&line)), "{report:?}");
        if source.len() <= 1 << 20 {
            assert!(report.line.is_some(), "{report:?}");
        }
    }
    for width in [None, Some(0), Some(60)] {
        assert_harmless(&render("config.toml", source, &faults, Look { width, colour: false }));
    }
    is_printed_back(&settings);
}

/// What is printed of the settings means the same.
fn is_printed_back(settings: &Settings) {
    let mut page = String::new();
    for (key, value) in settings.values() {
        assert_harmless(&key);
        assert_harmless(&value);
        page.push_str(&format!("{key} = {value}\n"));
    }
    let (again, faults) = read(&page);
    let errors: Vec<_> = faults.iter().filter(|fault| fault.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?} in {page}");
    assert_eq!(again, *settings, "{page}");
}
