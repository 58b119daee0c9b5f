//! Points and frames, in CSS pixels, y downwards. What lies at them is for others to say.

/// A point of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// From the left edge.
    pub x: f64,
    /// From the upper edge.
    pub y: f64,
}

impl Point {
    pub(crate) const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    #[must_use]
    pub(crate) fn moved(self, by: Self) -> Self {
        Self { x: self.x + by.x, y: self.y + by.y }
    }
}

/// A rectangle with sides along the axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Never negative.
    pub width: f64,
    /// Never negative.
    pub height: f64,
}

impl Frame {
    pub(crate) const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    pub(crate) fn around(center: Point, size: Size) -> Self {
        let Size { width, height } = size;
        Self { x: center.x - width / 2.0, y: center.y - height / 2.0, width, height }
    }

    /// The point in the middle.
    pub fn center(&self) -> Point {
        Point { x: self.x + self.width / 2.0, y: self.y + self.height / 2.0 }
    }

    /// The right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// The lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Whether the two share more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Whether the other lies in this one, edges included.
    pub fn contains(&self, other: &Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }

    #[must_use]
    pub(crate) fn moved(self, by: Point) -> Self {
        Self { x: self.x + by.x, y: self.y + by.y, ..self }
    }
}

/// How much room something needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Size {
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// The smallest frame around all that is added to it.
#[derive(Debug, Default)]
pub(crate) struct Bounds(Option<(Point, Point)>);

impl Bounds {
    pub(crate) fn add(&mut self, point: Point) {
        let (low, high) = self.0.unwrap_or((point, point));
        self.0 = Some((
            Point::new(low.x.min(point.x), low.y.min(point.y)),
            Point::new(high.x.max(point.x), high.y.max(point.y)),
        ));
    }

    pub(crate) fn add_frame(&mut self, frame: &Frame) {
        self.add(Point::new(frame.x, frame.y));
        self.add(Point::new(frame.right(), frame.bottom()));
    }

    /// Of nothing: an empty frame at the origin.
    pub(crate) fn frame(&self) -> Frame {
        self.0.map_or(Frame::new(0.0, 0.0, 0.0, 0.0), |(low, high)| {
            Frame::new(low.x, low.y, high.x - low.x, high.y - low.y)
        })
    }
}

/// A count as a length. Exact: no picture has four billion of anything.
pub(crate) fn length(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
