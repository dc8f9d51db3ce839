using System.Text.Json;
using Microsoft.Playwright;

namespace Balcao.EndToEnd.Harness;

/// <summary>What has the keyboard's focus, and whether it is seen.</summary>
/// <param name="Element">Its tag and name, for messages; "body" if nothing has the focus.</param>
/// <param name="Fault">Why the focus cannot be seen; null: it can.</param>
/// <param name="IsKnown">It had the focus before, since the page was loaded.</param>
public sealed record FocusedElement(string Element, string? Fault, bool IsKnown)
{
    public bool IsNothing => Element is "body";
}

/// <summary>
/// Looks at the computed outline of the focused element, because axe does not: at least 2 px, in a colour with a contrast of
/// 3:1 to its ground (WCAG 2.2, 1.4.11), and not cut off by more than one of its edges. A box around the element may show the
/// focus in its place.
/// </summary>
public static class KeyboardFocus
{
    /// <summary>How far up a box may show the focus of what is in it.</summary>
    const int BoxesAround = 4;

    const string Script = """
        most => {
          const e = document.activeElement;
          if (!e || e === document.body) return JSON.stringify({ element: 'body', fault: null, isKnown: false });
          const name = (e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || e.value || e.className || '').trim().replace(/\s+/g, ' ').slice(0, 50);
          const known = window.focusedBefore ??= new WeakSet();
          const isKnown = known.has(e);
          known.add(e);

          const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const rgba = colour => {
            paint.clearRect(0, 0, 1, 1);
            paint.fillStyle = colour;
            paint.fillRect(0, 0, 1, 1);
            return [...paint.getImageData(0, 0, 1, 1).data];
          };
          const over = (upper, lower) => upper.map((v, i) => i === 3 ? 255 : v * upper[3] / 255 + lower[i] * (1 - upper[3] / 255));
          const groundOf = box => {
            const layers = [];
            for (let at = box; at; at = at.parentElement) {
              layers.push(rgba(getComputedStyle(at).backgroundColor));
              if (layers.at(-1)[3] === 255) break;
            }
            return layers.reduceRight((ground, layer) => over(layer, ground), [255, 255, 255, 255]);
          };
          const luminance = colour => {
            const [r, g, b] = colour.slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const contrast = (a, b) => {
            const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
            return (light + 0.05) / (dark + 0.05);
          };
          const isDrawn = box => box.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.getClientRects().length > 0;
          const edgesCut = (box, outside) => {
            const r = box.getBoundingClientRect();
            const outer = { left: r.left - outside, top: r.top - outside, right: r.right + outside, bottom: r.bottom + outside };
            const cut = new Set();
            const clip = (area, x, y) => {
              if (x && outer.left < area.left - 1) cut.add('left');
              if (x && outer.right > area.right + 1) cut.add('right');
              if (y && outer.top < area.top - 1) cut.add('top');
              if (y && outer.bottom > area.bottom + 1) cut.add('bottom');
            };
            let position = getComputedStyle(box).position;
            for (let at = box.parentElement; at && position !== 'fixed'; at = at.parentElement) {
              const s = getComputedStyle(at);
              if (position === 'absolute' && s.position === 'static') continue; // not in this box, for layout
              position = s.position;
              clip(at.getBoundingClientRect(), s.overflowX !== 'visible', s.overflowY !== 'visible');
            }
            clip({ left: 0, top: 0, right: innerWidth, bottom: innerHeight }, true, true);
            return [...cut];
          };
          const faultOf = box => {
            const s = getComputedStyle(box);
            const width = parseFloat(s.outlineWidth), offset = parseFloat(s.outlineOffset);
            if (['none', 'hidden'].includes(s.outlineStyle) || width === 0) return 'has no outline';
            if (!isDrawn(box)) return 'is not drawn';
            if (width < 2) return `has an outline of ${width} px`;
            const ground = groundOf(offset < 0 ? box : box.parentElement ?? box);
            const ratio = contrast(over(rgba(s.outlineColor), ground), ground);
            if (ratio < 3) return `has an outline with a contrast of ${ratio.toFixed(1)}:1`;
            const cut = edgesCut(box, width + offset);
            return cut.length > 1 ? `has an outline that is cut off at the ${cut.join(', ')}` : null;
          };
          let fault = null;
          for (let box = e, i = 0; box && i <= most; box = box.parentElement, i++) {
            const found = faultOf(box);
            fault ??= found;
            if (found === null) { fault = null; break; }
          }
          return JSON.stringify({ element: `${e.tagName.toLowerCase()} "${name}"`, fault, isKnown });
        }
        """;

    extension(IPage page)
    {
        public async Task<FocusedElement> FocusedAsync()
        {
            // At the ends of a MudBlazor dialog are invisible elements that hand the focus round.
            await Assertions.Expect(page.Locator(".outline-none[tabindex='0']:focus")).ToHaveCountAsync(0);
            return JsonSerializer.Deserialize<FocusedElement>(await page.EvaluateAsync<string>(Script, BoxesAround), JsonSerializerOptions.Web)!;
        }

        /// <summary>Presses Tab until the focus leaves the page or comes round; what had it, in order.</summary>
        /// <param name="most">How often at most: a long list is the same again and again.</param>
        public async Task<IReadOnlyList<FocusedElement>> TabThroughAsync(int most)
        {
            var reached = new List<FocusedElement>();
            for (var i = 0; i < most; i++)
            {
                await page.Keyboard.PressAsync("Tab");
                var focused = await page.FocusedAsync();
                // The page is left at its end, and may begin with nothing.
                if (focused.IsKnown || (focused.IsNothing && reached.Count > 0)) break;
                if (!focused.IsNothing) reached.Add(focused);
            }
            return reached;
        }

        /// <summary>Presses a key until the element has the focus, which is seen at each step; fails if it is not reached.</summary>
        public async Task GoByKeyAsync(string key, ILocator element, int most = 60)
        {
            for (var i = 0; i < most; i++)
            {
                if (await element.EvaluateAsync<bool>("element => element === document.activeElement")) return;
                await page.Keyboard.PressAsync(key);
                var focused = await page.FocusedAsync();
                Assert.True(focused.Fault is null, $"{focused.Element} {focused.Fault}.");
            }
            Assert.Fail($"{key} does not lead to {element} in {most} steps; the focus is on {(await page.FocusedAsync()).Element}.");
        }
    }
}
