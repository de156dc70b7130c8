//! The drawings: from SVG to the three sizes that pictures have, each once however many
//! opportunities show it.

use std::collections::BTreeMap;
use std::sync::Mutex;

use goesting_store::picture::{Blob, Sizes};
use image::{DynamicImage, RgbaImage};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::data::reading;
use crate::app::picture::sizes;
use crate::error::{ApiError, ApiResult};

/// What drawings are drawn as.
const WIDTH: u32 = 1600;
const HEIGHT: u32 = 1000;

/// The drawings of these names, as many at once as there are cores. `done` is called after each.
/// Blocks for seconds.
pub(super) fn draw(
    names: Vec<String>,
    done: impl Fn() + Sync,
) -> ApiResult<BTreeMap<String, Sizes<Blob>>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let left = Mutex::new(names.into_iter());
    let work = || {
        let mut drawn = Vec::new();
        while let Some(name) = next(&left)? {
            let sizes =
                one(&name).map_err(|why| ApiError::internal(format!("{name}.svg: {why}")))?;
            drawn.push((name, sizes));
            done();
        }
        Ok(drawn)
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let mut all = BTreeMap::new();
        for worker in workers {
            let drawn: ApiResult<Vec<_>> = worker
                .join()
                .map_err(|_| ApiError::internal("a drawing could not be drawn"))?;
            all.extend(drawn?);
        }
        Ok(all)
    })
}

fn next(left: &Mutex<std::vec::IntoIter<String>>) -> ApiResult<Option<String>> {
    let mut left = left.lock().map_err(ApiError::internal)?;
    Ok(left.next())
}

fn one(name: &str) -> Result<Sizes<Blob>, String> {
    let svg = reading::drawing(name).ok_or("is missing")?;
    sizes(rastered(&svg)?).map_err(|refusal| format!("{refusal:?}"))
}

/// The drawing on white.
fn rastered(svg: &[u8]) -> Result<DynamicImage, String> {
    let tree = Tree::from_data(svg, &Options::default()).map_err(|error| error.to_string())?;
    let mut pixels = Pixmap::new(WIDTH, HEIGHT).ok_or("no room")?;
    pixels.fill(Color::WHITE);
    let scale = Transform::from_scale(
        f32::from(u16::try_from(WIDTH).unwrap_or(u16::MAX)) / tree.size().width(),
        f32::from(u16::try_from(HEIGHT).unwrap_or(u16::MAX)) / tree.size().height(),
    );
    resvg::render(&tree, scale, &mut pixels.as_mut());
    // Opaque all over, so its alpha says nothing.
    RgbaImage::from_raw(WIDTH, HEIGHT, pixels.take())
        .map(|image| DynamicImage::from(image).into_rgb8().into())
        .ok_or_else(|| "no picture".to_owned())
}
