//! A history that rots: every bit flipped, every byte and line cut, doubled and swapped, one after the other.

use std::{path::Path, sync::Arc};

use supple::history::{
    checksum::with_checksum,
    reading::History,
    record::Record,
    storage::Disk,
    store::Store,
    verify::{self, Examined},
};

use crate::{
    at,
    disk::{Brittle, Bytes, State},
    spread,
    story::{HISTORY, OLD, old},
};

const FILE: &str = "/home/u/.local/share/supple/history/2026-m.jsonl";

/// As ids are: no flip of a bit makes one of another.
const IDS: [&str; 4] = [
    "01KE6V0H0G3M7Q0X5T9V2B8N4R",
    "01KE9F7SN8W4YD6ZJ1C5P3H0KA",
    "01KEC1EHA0RB2E8GS7F4M6T9XV",
    "01KEGK9M6YQ5ND0W3J8Z1P7CHS",
];

/// What is to rot, among lines that are not.
fn lines() -> [String; 5] {
    let mut ids = IDS.into_iter();
    let [a, b, c] = OLD.map(old).map(|record| Record { id: ids.next().unwrap().to_owned(), ..record });
    let full = Record { note: Some("stiff 🦴, slept \"badly\"\n".to_owned()), ..b };
    let correction = "{\"v\":1,\"id\":\"01X\",\"amends\":\"01KE9F7SN8W4YD6ZJ1C5P3H0KA\",\"at\":\"2026-11-21T20:15:00.250+01:00[Europe/Berlin]\",\
                      \"pain\":{\"after\":3}}\n";
    let none = Record { id: ids.next().unwrap().to_owned(), ..c.clone() };
    [&a.line(), &full.line(), &c.line(), correction, &none.line()].map(with_checksum)
}

fn store(text: &[u8]) -> (Brittle, Store) {
    let state = State::default().with_folder(HISTORY).with_bytes(FILE, text);
    let disk = Brittle::new(state);
    let seam: Disk = Arc::new(disk.clone());
    (disk, Store::on(seam, Path::new(HISTORY), "m"))
}

fn read(store: &Store) -> (History, Examined) {
    (History::read_on(&**store.disk(), Path::new(HISTORY)).unwrap(), verify::examine(store).unwrap())
}

/// What became of the lines that something happened to.
#[derive(Debug, PartialEq)]
enum Rot {
    /// They are named, each with its number.
    Named,
    /// They say what they said.
    Same,
    /// They say something else, and look well.
    Another,
}

/// Reads a file in which only these lines (from 1) have changed, and looks at all others.
fn look(text: &[u8], harmed: &[usize]) -> Rot {
    let before = lines();
    let (_, whole) = store(before.concat().as_bytes());
    let (_, rotten) = store(text);
    let ((expected, _), (history, examined)) = (read(&whole), read(&rotten));
    let harmed_ids: Vec<String> = harmed
        .iter()
        .filter_map(|line| before.get(line - 1))
        .map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            value["amends"].as_str().or(value["id"].as_str()).unwrap().to_owned()
        })
        .collect();
    for record in expected.records.iter().filter(|record| !harmed_ids.contains(&record.id)) {
        assert!(history.records.contains(record), "{} was harmed", record.id);
    }
    let Examined { faults, newer, changed, .. } = &examined;
    let named = faults.iter().chain(newer).chain(changed).map(|fault| fault.line);
    let named: Vec<usize> = named.collect();
    assert!(examined.without_checksum.is_empty(), "each line had a checksum, and that shows");
    let (first, last) = (harmed.iter().min().unwrap(), harmed.iter().max().unwrap());
    // A new end within a line makes two of it.
    assert!(named.iter().all(|line| (*first..=*last + 1).contains(line)), "{named:?} for {harmed:?}");
    if !named.is_empty() {
        return Rot::Named;
    }
    if history.records == expected.records { Rot::Same } else { Rot::Another }
}

/// Counts what became of many changes.
fn tally(what: &str, changes: &[(Vec<u8>, Vec<usize>)]) {
    let mut sums = [0; 3];
    let looked = std::sync::Mutex::new(&mut sums);
    spread(changes.len(), |number| {
        let (text, harmed) = &changes[number];
        let mut rot = Rot::Same;
        at(|| format!("{what} {number}: {}", String::from_utf8_lossy(text)), || rot = look(text, harmed));
        looked.lock().unwrap()[rot as usize] += 1;
        1
    });
    println!(
        "{what}: {} in all, {} named, {} the same, {} well-formed",
        changes.len(),
        sums[0],
        sums[1],
        sums[2]
    );
    let [named, same, another] = sums;
    assert_eq!(named + same, changes.len(), "{another} say something else, and look well");
}

/// The numbers of the lines that the byte at this place belongs to: an end of a line keeps two apart.
fn lines_at(text: &[u8], place: usize) -> Vec<usize> {
    let line = text[..place].split(|byte| *byte == b'\n').count();
    if text[place] == b'\n' { vec![line, line + 1] } else { vec![line] }
}

#[test]
fn every_bit_flipped_harms_no_other_line() {
    let text = lines().concat().into_bytes();
    let bits = if crate::all() { 0..8 } else { 5..6 };
    let mut changes = Vec::new();
    for place in 0..text.len() {
        for bit in bits.clone() {
            let mut rotten = text.clone();
            rotten[place] ^= 1 << bit;
            changes.push((rotten, lines_at(&text, place)));
        }
    }
    tally("flips", &changes);
}

#[test]
fn every_byte_lost_doubled_or_swapped_harms_no_other_line() {
    let text = lines().concat().into_bytes();
    let (mut lost, mut doubled, mut swapped) = (Vec::new(), Vec::new(), Vec::new());
    for place in 0..text.len() {
        let harmed = lines_at(&text, place);
        lost.push(([&text[..place], &text[place + 1..]].concat(), harmed.clone()));
        doubled.push(([&text[..=place], &text[place..]].concat(), harmed.clone()));
        if place + 1 < text.len() {
            let mut rotten = text.clone();
            rotten.swap(place, place + 1);
            swapped.push((rotten, [harmed, lines_at(&text, place + 1)].concat()));
        }
    }
    for (what, changes) in [("lost bytes", lost), ("doubled bytes", doubled), ("swapped bytes", swapped)] {
        tally(what, &changes);
    }
}

/// Cut off at every byte, it keeps all whole lines, the torn one is named, and it can be repaired.
#[test]
fn a_history_cut_at_every_byte_is_named_and_repaired() {
    let text = lines().concat().into_bytes();
    let count = spread(text.len(), |length| {
        at(
            || format!("cut at {length}"),
            || {
                let cut = &text[..length];
                let whole = cut.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
                let count = cut[..whole].split(|byte| *byte == b'\n').count() - 1;
                let (disk, store) = store(cut);
                let (history, examined) = read(&store);
                let records = count.min(3) + usize::from(count == 5);
                let is_torn = whole < length && length + 1 < text.len() && cut[length - 1] != b'}';
                if is_torn {
                    assert_eq!(history.records.len(), records);
                    assert_eq!(
                        examined.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(),
                        [count + 1]
                    );
                    let repaired = examined.repair(&disk, Path::new(FILE)).unwrap().unwrap();
                    assert_eq!(repaired.lines, 1);
                    let state = disk.state();
                    assert_eq!(state.file(Path::new(FILE)).unwrap(), &cut[..whole]);
                    assert_eq!(state.file(&repaired.backup).unwrap(), cut);
                    let aside = state.file(&repaired.aside).unwrap();
                    assert_eq!(aside, [&cut[whole..], b"\n"].concat());
                    let (again, examined) = read(&store);
                    assert_eq!(again.records, history.records);
                    assert!(examined.faults.is_empty());
                    assert_eq!(examined.repair(&disk, Path::new(FILE)).unwrap(), None);
                }
            },
        );
        1
    });
    println!("cuts: {count}");
    assert_eq!(count, text.len());
}

#[test]
fn lines_lost_doubled_and_swapped_harm_no_other() {
    let lines = lines();
    let (_, whole) = store(lines.concat().as_bytes());
    let (expected, _) = read(&whole);
    for one in 0..lines.len() {
        for other in 0..lines.len() {
            let mut swapped = lines.clone();
            swapped.swap(one, other);
            let (history, examined) = read(&store(swapped.concat().as_bytes()).1);
            assert_eq!((history.records, examined.faults), (expected.records.clone(), Vec::new()));
            let mut doubled = lines.to_vec();
            doubled.insert(other, lines[one].clone());
            let (history, examined) = read(&store(doubled.concat().as_bytes()).1);
            assert_eq!((history.records, examined.faults), (expected.records.clone(), Vec::new()));
            let named: Vec<usize> = examined.doubled.iter().map(|fault| fault.line).collect();
            assert_eq!(named, [if other <= one { one + 2 } else { other + 1 }]);
        }
        let mut lost = lines.to_vec();
        lost.remove(one);
        let (history, _) = read(&store(lost.concat().as_bytes()).1);
        let is_session = !lines[one].contains("amends");
        assert_eq!(history.records.len(), expected.records.len() - usize::from(is_session));
    }
}

/// Whatever happens to a repair, no line that was good is lost, and the file as it was is there until it is replaced.
#[test]
fn a_repair_that_is_cut_off_loses_nothing() {
    let [a, b, c, correction, d] = lines();
    let bad = format!("{}\n", &b[..50]);
    let text = format!("{a}{bad}{c}{correction}not json\n{b}{}", &d[..20]);
    let before = State::default().with_folder(HISTORY).with_bytes(FILE, text.as_bytes());
    let disk = Brittle::watched(before.clone());
    let seam: Disk = Arc::new(disk.clone());
    let store = Store::on(seam, Path::new(HISTORY), "m");
    let (expected, examined) = read(&store);
    assert_eq!(examined.faults.len(), 3);
    let repaired = examined.repair(&disk, Path::new(FILE)).unwrap().unwrap();
    assert_eq!(repaired.lines, 3);
    let [points, ends] = each_end(&disk, |left| {
        let now = left.file(Path::new(FILE)).expect("it never lacks its file").to_vec();
        if now != text.as_bytes() {
            let kept = left.file(&repaired.backup).expect("the file as it was is kept");
            assert_eq!(kept, text.as_bytes());
            assert_eq!(left.file(&repaired.aside).unwrap().split(|byte| *byte == b'\n').count(), 4);
        }
        let disk = Brittle::new(left);
        let seam: Disk = Arc::new(disk.clone());
        let store = Store::on(seam, Path::new(HISTORY), "m");
        let (history, examined) = read(&store);
        assert_eq!(history.records, expected.records);
        // Done again, it comes to its end.
        examined.repair(&disk, Path::new(FILE)).unwrap();
        assert!(read(&store).1.faults.is_empty());
    });
    println!("a repair: {points} moments, {ends} ends");
}

/// Lines taken as they stand: the file is either as it was, or has a checksum that fits in each line that makes sense.
#[test]
fn taking_lines_as_they_stand_loses_nothing_wherever_it_is_cut_off() {
    let [a, b, c, correction, d] = lines();
    let by_hand = a.replace("\"paused_seconds\":", "\"paused_seconds\":1");
    let plain = format!("{}}}\r\n", c.split(",\"crc32\"").next().unwrap());
    let text = format!("\u{feff}{by_hand}{b}{plain}{correction}torn\n{}", d.trim_end());
    let before = State::default().with_folder(HISTORY).with_bytes(FILE, text.as_bytes());
    let disk = Brittle::watched(before);
    let seam: Disk = Arc::new(disk.clone());
    let store = Store::on(seam, Path::new(HISTORY), "m");
    let (expected, examined) = read(&store);
    assert_eq!(examined.changed.iter().map(|fault| fault.line).collect::<Vec<_>>(), [1]);
    assert_eq!(examined.without_checksum, [(Path::new(FILE).to_owned(), vec![3])]);
    assert_eq!(examined.to_accept().into_iter().collect::<Vec<_>>(), [Path::new(FILE)]);
    let backup = verify::accept(&disk, Path::new(FILE)).unwrap().unwrap();
    let after = disk.state().file(Path::new(FILE)).unwrap().to_vec();
    // All but the sums is as it was.
    let without_sums = |text: &[u8]| {
        let text = String::from_utf8(text.to_vec()).unwrap();
        text.split('\n').map(|line| line.split(",\"crc32\"").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let [old, new] = [text.as_bytes(), &after].map(without_sums);
    assert_eq!((&old[..2], &old[3..]), (&new[..2], &new[3..]));
    assert_eq!(old[2], format!("{}}}\r", new[2]));
    let [points, ends] = each_end(&disk, |left| {
        let now = left.file(Path::new(FILE)).expect("it never lacks its file").to_vec();
        assert!(now == text.as_bytes() || now == after);
        if now == after {
            assert_eq!(left.file(&backup).expect("the file as it was is kept"), text.as_bytes());
        }
        let disk = Brittle::new(left);
        verify::accept(&disk, Path::new(FILE)).unwrap();
        assert_eq!(verify::accept(&disk, Path::new(FILE)).unwrap(), None);
        let (history, examined) = read(&Store::on(Arc::new(disk), Path::new(HISTORY), "m"));
        assert_eq!(history.records, expected.records);
        assert_eq!(
            (examined.changed.len(), examined.without_checksum.len(), examined.faults.len()),
            (0, 0, 1)
        );
    });
    println!("taking as they stand: {points} moments, {ends} ends");
}

/// What a kill or a power cut at any moment leaves. Gives the numbers of moments and of ends.
fn each_end(disk: &Brittle, look: impl Fn(State)) -> [usize; 2] {
    let points = disk.points();
    let mut ends = 0;
    for point in &points {
        let mut states = vec![point.state.clone()];
        if let Some((file, bytes)) = &point.adding {
            states.extend((1..=bytes.len()).map(|length| point.state.torn(*file, &bytes[..length])));
        }
        for names in 0..=point.state.unsynced_names() {
            let half = point.state.unsynced_bytes() / 2;
            for bytes in [Bytes::None, Bytes::Some(half), Bytes::Some(usize::MAX), Bytes::Zeros] {
                states.push(point.state.after_power_cut(names, bytes));
            }
        }
        ends += states.len();
        for left in states {
            at(|| format!("before: {}", point.doing), || look(left));
        }
    }
    assert!(ends > points.len() * 2);
    [points.len(), ends]
}

/// Also behind the mark with which some editors begin a file.
#[test]
fn what_is_newer_stays_behind_the_mark_of_an_editor() {
    let newer = format!("\u{feff}{}", lines()[0].replace("{\"v\":1", "{\"v\":2"));
    let (_, store) = store(newer.as_bytes());
    let (_, examined) = read(&store);
    assert_eq!((examined.newer.len(), examined.faults.len()), (1, 0));
}

/// What a newer version has written is named, and no repair touches it; a correction that fits nothing is set aside.
#[test]
fn what_is_newer_stays_and_what_fits_nothing_goes() {
    let [a, ..] = lines();
    let newer = a.replace("{\"v\":1", "{\"v\":2");
    let misfit = "{\"v\":1,\"id\":\"01Y\",\"amends\":\"01KE6V0H0G3M7Q0X5T9V2B8N4R\",\"at\":\"2026-11-21T20:15:00+01:00\",\"exercises\":7}\n";
    let (disk, store) = store(format!("{a}{newer}{misfit}").as_bytes());
    let (_, examined) = read(&store);
    assert_eq!(examined.newer.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2]);
    assert_eq!(examined.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3]);
    let repaired = examined.repair(&disk, Path::new(FILE)).unwrap().unwrap();
    assert_eq!(disk.state().file(Path::new(FILE)).unwrap(), format!("{a}{newer}").as_bytes());
    assert_eq!(disk.state().file(&repaired.aside).unwrap(), misfit.as_bytes());
}
