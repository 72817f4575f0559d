//! The files of the sockets: whose they are, and that none is left behind.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _},
        net::UnixListener,
        process::CommandExt as _,
    },
    path::Path,
    process::Command,
};

use rustix::process::Signal;

use crate::{
    LONG, at_work, ctl, home::Home, piped::Piped, pty::Tty, runtime, sockets, status, wait_for_socket,
};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o777
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
fn left_out(why: &str) {
    eprintln!("left out: {why}");
}

#[test]
fn nobody_else_may_look_in() {
    let home = Home::new();
    let _run = at_work(&home);
    let socket = wait_for_socket(&home);
    assert_eq!(mode(&socket), 0o600);
    assert_eq!(mode(socket.parent().unwrap()), 0o700);
}

#[test]
fn another_user_is_sent_away_even_where_the_modes_would_let_them_in() {
    let user = 65534;
    if !rustix::process::geteuid().is_root() {
        return left_out(
            "only root can be somebody else; that the modes keep others out is tested all the same",
        );
    }
    if Command::new("perl").arg("-v").output().is_err() {
        return left_out("perl is not installed, which stands for another user's program");
    }
    let home = Home::new();
    let mut run = at_work(&home);
    let socket = wait_for_socket(&home);
    let talk = r#"use IO::Socket::UNIX; $| = 1;
        my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or do { print "no way in\n"; exit };
        print scalar(<$s>) // ""; print $s "pause\n"; $s->flush;"#;
    let other = || {
        let mut perl = Command::new("perl");
        let output = perl.args(["-e", talk]).arg(&socket).uid(user).gid(user).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(other(), "no way in\n");
    for folder in [&*runtime(&home), socket.parent().unwrap()] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o711)).unwrap();
    }
    fs::set_permissions(&socket, fs::Permissions::from_mode(0o666)).unwrap();
    let said = other();
    assert!(said.contains("belongs to somebody else"), "{said}");
    assert_eq!(ctl(&home, &["quit"]).0, 0);
    run.end();
    assert!(run.events.iter().all(|event| event["event"] != "paused"));
}

#[test]
fn a_killed_session_leaves_a_socket_that_is_cleared_by_whoever_comes_next() {
    let home = Home::new();
    for by_ctl in [true, false] {
        let mut run = at_work(&home);
        run.signal(Signal::KILL);
        run.end();
        assert_eq!(sockets(&home).len(), 1, "it had no time to remove it");
        if by_ctl {
            assert_eq!(ctl(&home, &["pause"]).0, 1);
            assert_eq!(sockets(&home).len(), 0);
            continue;
        }
        let stale = sockets(&home).remove(0);
        let next = at_work(&home);
        assert_eq!(sockets(&home).len(), 1);
        assert!(!stale.exists());
        drop(next);
    }
    assert_eq!(status(&home, &[]).0, 1);
    assert_eq!(sockets(&home).len(), 0);
}

#[test]
fn every_ordinary_end_removes_the_socket() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let home = Home::new();
        let mut run = at_work(&home);
        run.signal(signal);
        run.end();
        assert_eq!(sockets(&home).len(), 0, "{signal:?}");
    }
    let home = Home::new();
    home.routine("long", LONG);
    let mut tty = Tty::supple(&home, &["run", "long", "--mute"], 80, 24);
    tty.wait_for(&["WALL SIT"]);
    wait_for_socket(&home);
    tty.hang_up();
    tty.wait_exit();
    assert_eq!(sockets(&home).len(), 0);
}

#[test]
fn the_session_runs_even_if_there_can_be_no_socket() {
    let home = Home::new();
    home.routine("long", LONG);
    // Whoever owns this file has left it where the folder should be.
    fs::write(runtime(&home).join("supple"), "").unwrap();
    let mut run = Piped::start(&home, &["run", "long", "--mute", "--speed", "200"]);
    run.close_input();
    assert_eq!(run.end(), Some(0));
    assert_eq!(run.complaint().matches("nothing else can reach this session").count(), 1);
    assert_eq!(ctl(&home, &["pause"]).0, 1);
    // On the screen it is said as well.
    let tty = Tty::supple(&home, &["run", "long", "--mute"], 100, 24);
    tty.wait_for(&["WALL SIT", "Nothing else can reach this session"]);
}

#[test]
fn what_is_no_socket_of_ours_stays() {
    let home = Home::new();
    let folder = runtime(&home).join("supple");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("notes.txt"), "").unwrap();
    // Somebody listens there who says nothing that supple understands.
    let listener = UnixListener::bind(folder.join("0000.sock")).unwrap();
    std::thread::spawn(move || {
        use std::io::Write as _;
        for stream in listener.incoming() {
            let _ = stream.unwrap().write_all(b"220 mail.example.org\r\n");
        }
    });
    let (code, said) = ctl(&home, &["pause"]);
    assert!(code == 1 && said.contains("not understood"), "{code} {said}");
    assert!(folder.join("notes.txt").exists() && folder.join("0000.sock").exists());
}
