//! Can you hear this? It stands between the safety page and the home screen, for newcomers.

use ratatui::layout::Rect;

use crate::ui::{
    action::Action,
    app::App,
    hearing::{Device, Trial},
    pen::{Pen, row},
    scene::{Scene, SoundState},
    screens::{inside, scrolling},
    text,
    theme::Role,
    widgets::{self, Hint, Para},
};

pub(crate) fn draw(pen: &mut Pen, app: &App, scene: &Scene, trial: &Trial, scroll: usize) {
    pen.clear(pen.area());
    let (inside, roomy) = inside(pen);
    let hints = hints(scene, trial, inside.width);
    let keymap = &app.setup.keymap;
    let two =
        inside.height >= 8 && widgets::hints_width(keymap, inside.width, &hints) > usize::from(inside.width);
    let rows = u16::from(inside.height >= 4) + u16::from(two);
    let footer = rows + u16::from(roomy);
    let place = Rect { height: inside.height - footer, width: inside.width.min(WIDEST), ..inside };
    let mut paras = paras(app, scene, trial);
    // Where every line counts the gaps go first.
    if place.height < 13 {
        paras.retain(|para| !para.is_gap());
    }
    scrolling(pen, app, place, &paras, scroll);
    let more = (app.reach.get() > 0).then(|| Hint::up_and_down("more"));
    let last = row(inside, inside.height - 1);
    if two {
        let (first, second) = hints.split_at(hints.len().min(FIRST));
        widgets::hints(pen, keymap, row(inside, inside.height - 2), first);
        let second: Vec<Hint> = second.iter().copied().chain(more).collect();
        widgets::hints(pen, keymap, last, &second);
    } else if rows > 0 {
        let hints: Vec<Hint> = hints.into_iter().chain(more).collect();
        widgets::hints(pen, keymap, last, &hints);
    }
}

/// Longer lines are hard to read.
const WIDEST: u16 = 76;
/// Of the keys so many stand in the first of two rows.
const FIRST: usize = 3;

fn hints(scene: &Scene, trial: &Trial, columns: u16) -> Vec<Hint<'static>> {
    let go_on = Hint::saying(Action::Heard, "go on");
    let mut hints = match scene.sound {
        _ if trial.device == Device::Missing => vec![go_on, Hint::saying(Action::HearAgain, "try again")],
        SoundState::Muted => vec![go_on, Hint::saying(Action::Mute, "sound on")],
        _ => {
            let without = if columns < 60 { "no sound" } else { "without sound" };
            vec![
                Action::Heard.into(),
                Action::HearAgain.into(),
                Hint::saying(Action::Mute, without),
                Action::Quieter.into(),
                Action::Louder.into(),
            ]
        }
    };
    hints.push(Action::Quit.into());
    hints
}

fn paras(app: &App, scene: &Scene, trial: &Trial) -> Vec<Para> {
    match (&trial.device, scene.sound) {
        (Device::Missing, _) => missing(app),
        (_, SoundState::Muted) => muted(app),
        (device, sound) => {
            let mut paras = vec![Para::title("Can you hear this?"), Para::new(Role::Text, trial.words())];
            paras.extend(output(device, sound));
            paras.extend([Para::gap(), Para::heading("Nothing?")]);
            let look = [
                "Is the system's volume up?",
                "Is that the right output? Headphones and screens are outputs, too.",
                "`supple doctor` says what it finds.",
            ];
            paras.extend(look.map(|words| Para::new(Role::Text, words).lead("• ")));
            paras
        }
    }
}

fn output(device: &Device, sound: SoundState) -> Vec<Para> {
    let Device::Found { host, name, is_real, strayed } = device else {
        return vec![Para::new(Role::Muted, "The sound device is being opened …")];
    };
    if !is_real {
        let words = format!("{} has no sound card: what it plays is heard nowhere.", text::clean(host));
        return vec![Para::caution(words)];
    }
    let level = match sound {
        SoundState::On { percent } => format!(", at {percent} %"),
        SoundState::Off | SoundState::Muted | SoundState::Silent => String::new(),
    };
    let mut paras = vec![Para::new(
        Role::Muted,
        format!("{} plays it on “{}”{level}.", text::clean(host), text::clean(name)),
    )];
    let strayed =
        strayed.iter().map(|why| format!("The output of your settings is not used: {}.", text::clean(why)));
    paras.extend(strayed.map(Para::caution));
    paras
}

fn muted(app: &App) -> Vec<Para> {
    let mut paras =
        vec![Para::title("Without sound"), Para::new(Role::Text, "All that counts is on the screen.")];
    let key = app.setup.keymap.label(Action::Mute);
    let back = key.map(|key| format!("{key} brings the sound back, in a session too."));
    paras.extend(back.map(|words| Para::new(Role::Muted, words)));
    paras
}

/// What stands in for the sound.
fn missing(app: &App) -> Vec<Para> {
    let stand_in = if app.setup.motion {
        "The terminal's bell and a flash of the border stand in for the sounds, and all that counts is on the screen."
    } else {
        "The terminal's bell stands in for the sounds, and all that counts is on the screen."
    };
    vec![
        Para::title("There is no sound here"),
        Para::new(Role::Text, "No device was found to play it."),
        Para::gap(),
        Para::new(Role::Text, stand_in),
        Para::gap(),
        Para::new(Role::Muted, "`supple doctor` says why. A device that comes later is used by itself."),
    ]
}
