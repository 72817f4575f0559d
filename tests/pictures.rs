//! The pictures of the README are those that its command draws, and nobody needs to see them to know what is in them.

#[path = "../examples/pictures/scenes.rs"]
mod scenes;
#[path = "../examples/pictures/svg.rs"]
mod svg;

use std::{fs, path::Path};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_default()
}

#[test]
fn the_pictures_are_what_the_program_draws() {
    for picture in scenes::all() {
        let drawn = svg::of(&picture.buffer, picture.title);
        let kept = read(&format!("assets/pictures/{}.svg", picture.name));
        let again = "a screen has changed: look at it, and run `cargo run --example pictures`";
        assert!(drawn == kept, "assets/pictures/{}.svg is another one; {again}", picture.name);
        assert!(drawn.len() < 200_000, "{} is too large for a page", picture.name);
    }
}

#[test]
fn the_readme_shows_each_and_says_what_is_in_it() {
    let readme = read("README.md");
    let pictures = scenes::all();
    assert!(pictures.len() >= 4);
    for picture in pictures {
        let at = format!("](assets/pictures/{}.svg)", picture.name);
        let before = readme.split(&at).next().filter(|before| before.len() < readme.len());
        let before = before.unwrap_or_else(|| panic!("the README does not show {}", picture.name));
        let alt = before.rsplit("![").next().unwrap_or_default();
        assert!(alt.split_whitespace().count() >= 8, "{}: `{alt}` says too little", picture.name);
    }
}

#[test]
fn all_that_is_no_letter_is_drawn() {
    // Fonts differ most where signs have to meet: none of these may be left to them.
    for picture in scenes::all() {
        let drawn = svg::of(&picture.buffer, picture.title);
        let signs: Vec<char> = drawn
            .chars()
            .filter(|sign| matches!(sign, '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}'))
            .collect();
        assert!(signs.is_empty(), "{}: {signs:?}", picture.name);
    }
}
