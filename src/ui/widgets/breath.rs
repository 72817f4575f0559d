//! A shape that grows while one breathes in and shrinks while one breathes out.

use ratatui::layout::Rect;

use super::bitmap::Bitmap;
use crate::ui::{breath::Breath, pen::Pen, theme::Role};

/// A bar with round ends, as high as the area, that grows from its middle. Gives the steps it takes from empty to full,
/// 0 if there is no room for any.
pub(crate) fn breath(pen: &mut Pen, area: Rect, breath: &Breath, role: Role) -> u16 {
    // Empty, it is as wide as it is high.
    let (least, most) = (area.height, area.width / 2);
    let steps = breath.steps(most.saturating_sub(least));
    if area.is_empty() || most <= least {
        return 0;
    }
    let half = f32::from(least + (most - least) * breath.level(steps) / steps);
    let (middle, radius) = (f32::from(most), f32::from(area.height));
    let mut bitmap = Bitmap::new(most * 2, area.height);
    bitmap.paint(middle - half, 0.0, middle + half, radius * 2.0, |x, y, _| {
        let beside = (x - middle).abs() - (half - radius);
        beside <= 0.0 || beside.hypot(y - radius) <= radius + 0.3
    });
    let style = pen.style(role);
    bitmap.draw(pen, area, style);
    steps
}
