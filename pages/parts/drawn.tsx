// A picture as wide as its place, in pixels: one that is scaled has letters of 6 px on a phone. Paper is laid out without
// a word to the page, so there it is scaled.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface DrawnProps {
  /** What the picture says, in a sentence. */
  readonly says: string;
  readonly height: number;
  readonly draw: (width: number) => ComponentChildren;
}

export function Drawn({ says, height, draw }: DrawnProps) {
  const [width, setWidth] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!place.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place}>
      {width > 0 && (
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={says}>
          {draw(width)}
        </svg>
      )}
    </div>
  );
}
