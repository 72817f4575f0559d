//! `[[step]]`: an exercise of the library, one of its own, or a group.

use toml::{Spanned, de::DeValue};

use super::{Reader, Record};
use crate::{
    diagnostic::Diagnostic,
    routine::fields::{ENTRY, Field, GROUP, INLINE, MOST_LEVELS},
};

/// One entry of a list of steps.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// An exercise of the library: `use`.
    Entry(Record),
    /// An exercise that stands nowhere else.
    Inline(Record),
    Group(Record),
    /// No table at all.
    Broken,
}

impl Reader<'_> {
    /// The steps of a routine or, inside so many groups, of a group.
    pub(super) fn steps(
        &mut self,
        field: &Field,
        value: &Spanned<DeValue<'_>>,
        depth: usize,
    ) -> Option<Vec<Step>> {
        let items = self.list_of_tables(field, value)?;
        Some(items.iter().map(|item| self.step(item, depth)).collect())
    }

    fn step(&mut self, item: &Spanned<DeValue<'_>>, depth: usize) -> Step {
        let Some(tree) = item.get_ref().as_table() else {
            self.fault(
                Diagnostic::error(item.span(), "a step must be a table")
                    .help("write `[[step]]` above its keys"),
            );
            return Step::Broken;
        };
        let has = |key: &str| tree.contains_key(key);
        if has("group") || (!has("use") && !has("name") && (has("step") || has("rounds"))) {
            if depth == MOST_LEVELS {
                self.fault(
                    Diagnostic::error(item.span(), format!("groups nest more than {MOST_LEVELS} deep"))
                        .label(format!("the limit is {MOST_LEVELS} levels"))
                        .help("make this group a step of an outer one"),
                );
            }
            return Step::Group(self.table_at(&GROUP, tree, item.span(), depth + 1));
        }
        if has("use") {
            return Step::Entry(self.table_at(&ENTRY, tree, item.span(), depth));
        }
        Step::Inline(self.table_at(&INLINE, tree, item.span(), depth))
    }
}
