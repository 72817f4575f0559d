//! `supple doctor` where there is a desktop.

use crate::{
    bus::{Bus, Desktop},
    home,
};

fn page(home: &crate::Home) -> String {
    let page = home.run(&["doctor", "--quiet"]).stdout;
    String::from_utf8_lossy(&page).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn it_tells_what_there_is_of_a_desktop() {
    let home = home();
    assert!(page(&home).contains("No session bus answers"));
    let Some(bus) = Bus::start(&home) else { return };
    assert!(page(&home).contains("nobody on it shows notifications"));
    let _desktop = Desktop::on(&bus);
    assert!(page(&home).contains("ok Media keys by the session bus; notifications by stage."));
}
