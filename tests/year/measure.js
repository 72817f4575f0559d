// What each frame's page is like, as JSON in the element "told".
const channels = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number);

// As WCAG has it.
const luminance = (colour) => {
  const [r, g, b] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

const words = (element) => element.textContent.trim();

const cells = (table) => [...table.rows].map((row) => [...row.cells].map(words));

// Texts of one chart that are cut off or run into each other.
const crowded = (svg) => {
  const { left, right } = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")];
  const boxes = texts.map((text) => text.getBoundingClientRect());
  return texts.filter((_, n) => {
    const box = boxes[n];
    const meets = (other) =>
      other.left < box.right && box.left < other.right && other.top < box.bottom - 2 && box.top < other.bottom - 2;
    return box.left < left - 0.5 || box.right > right + 0.5 || boxes.some((other, m) => m !== n && meets(other));
  }).map(words);
};

const measured = (frame) => {
  const { contentDocument: page, contentWindow: view } = frame;
  const all = (what) => [...page.querySelectorAll(what)];
  const style = (element) => view.getComputedStyle(element);
  const back = style(page.body).backgroundColor;
  const root = page.documentElement;
  const readable = (what, key) => all(what).map((one) => [what, contrast(style(one)[key], back)]);
  return {
    name: frame.id,
    width: root.clientWidth,
    needed: root.scrollWidth,
    lang: root.lang,
    title: page.title,
    dark: luminance(back) < 0.2,
    headings: all("h1, h2, h3, h4, h5, h6").map((heading) => [Number(heading.tagName[1]), words(heading)]),
    named: all("svg, table, section, [role=region]").map((one) => [one.tagName, one.computedRole, one.computedName]),
    described: all("svg desc").map(words),
    wide: all(".table").filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.computedName),
    crowded: all("svg").flatMap(crowded),
    fetched: view.performance.getEntriesByType("resource").length,
    contrasts: [
      ...["h1", "h2", "header p", "dt", "dd", "li", "caption", "th", "td", "figcaption", "footer p"].flatMap((what) => readable(what, "color")),
      ...readable("svg text", "fill"),
      ...readable("svg .a, svg .b", "stroke"),
    ],
    facts: Object.fromEntries(all("dl > div").map((one) => [words(one.children[0]), words(one.children[1])])),
    tables: all("table").map(cells),
  };
};

window.onload = () => {
  const told = JSON.stringify([...document.querySelectorAll("iframe")].map(measured));
  document.getElementById("told").textContent =
    told.replace(/[<>&\u00a0]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
};
