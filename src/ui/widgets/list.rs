//! Which part of a long list is shown.

/// The first row to show of `rows`, so that `chosen` is seen with some of its neighbours.
pub(crate) fn window(chosen: usize, rows: usize, height: usize) -> usize {
    chosen.saturating_sub(height / 2).min(rows.saturating_sub(height))
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn the_chosen_row_is_always_seen() {
        for rows in 0..30 {
            for height in 1..12 {
                for chosen in 0..rows {
                    let first = window(chosen, rows, height);
                    assert!(first <= chosen && chosen < first + height);
                    assert!(first + height <= rows.max(height), "no empty row while there are more");
                }
            }
        }
    }
}
