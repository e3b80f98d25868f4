import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

/** A plot of one number for each key, with the same as a table for whoever does not see it. */
export function Plot(props: {
  title: string;
  keyName: string;
  valueName: string;
  tableName: string;
  points: readonly { key: string; value: number | undefined }[];
  bars: boolean;
}) {
  const { title, points, bars } = props;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = place;
    if (current === null) return undefined;
    return draw(current, points, bars);
  }, [points, bars]);
  return (
    <figure class="report-plot">
      <figcaption>{title}</figcaption>
      <div ref={place} aria-hidden="true" class="report-canvas" />
      <details>
        <summary>{props.tableName}</summary>
        <table>
          <caption class="unseen">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{props.keyName}</th>
              <th scope="col">{props.valueName}</th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ key, value }) => (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td>{value ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

const HEIGHT = 200;

/** Drawn anew when the room or the colours change. Returns the end. */
function draw(
  place: HTMLElement,
  points: readonly { key: string; value: number | undefined }[],
  bars: boolean,
) {
  let plot: uPlot | undefined;
  const make = (): void => {
    plot?.destroy();
    plot = new uPlot(optionsOf(place, points, bars), dataOf(points), place);
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const room = new ResizeObserver(() => plot?.setSize({ width: place.clientWidth, height: HEIGHT }));
  make();
  dark.addEventListener("change", make);
  room.observe(place);
  return () => {
    dark.removeEventListener("change", make);
    room.disconnect();
    plot?.destroy();
  };
}

function dataOf(points: readonly { value: number | undefined }[]): uPlot.AlignedData {
  return [points.map((_, i) => i), points.map(({ value }) => value ?? null)];
}

function optionsOf(place: HTMLElement, points: readonly { key: string }[], bars: boolean): uPlot.Options {
  const style = getComputedStyle(place);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 } };
  const label = (i: number): string => points[i]?.key.slice(-5) ?? "";
  return {
    width: place.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [-0.6, points.length - 0.4] },
      y: { range: (_, _min, max) => [0, Math.max(1, max * 1.1)] },
    },
    axes: [
      {
        ...axis,
        space: 56,
        incrs: [1, 2, 3, 6, 7, 14, 28, 56, 112],
        values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? label(tick) : "")),
      },
      { ...axis, size: 48 },
    ],
    series: [
      {},
      {
        stroke: colour("--brand"),
        fill: bars ? colour("--brand") : "transparent",
        width: 2,
        points: { show: !bars, size: 7, fill: colour("--brand") },
        ...(bars && uPlot.paths.bars ? { paths: uPlot.paths.bars({ size: [0.7, 40] }) } : {}),
      },
    ],
  };
}
