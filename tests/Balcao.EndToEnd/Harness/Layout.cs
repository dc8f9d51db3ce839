using Microsoft.Playwright;

namespace Balcao.EndToEnd.Harness;

/// <summary>Whether all that can be operated is on the screen.</summary>
public static class Layout
{
    const string Script = """
        () => {
          const faults = [];
          const controls = document.querySelectorAll('a[href], button, input, select, textarea, summary, video, [tabindex="0"]');
          for (const control of controls) {
            if (!control.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
            const r = control.getBoundingClientRect();
            if (r.width <= 1 || r.height <= 1 || r.bottom <= 0) continue; // for readers of the screen alone, or the link that only focus shows
            let [left, right, around] = [0, innerWidth, 'window'];
            let { position } = getComputedStyle(control);
            let canScroll = false;
            for (let box = control.parentElement; box && position !== 'fixed'; box = box.parentElement) {
              const s = getComputedStyle(box);
              if (position === 'absolute' && s.position === 'static') continue; // not in this box, for layout
              position = s.position;
              if (s.overflowX === 'visible') continue;
              // A table or a row of tabs may be scrolled sideways, a thread or a composer may not.
              if (s.overflowX === 'auto' && box.matches('.scroll, .tabs')) { canScroll = true; break; }
              const area = box.getBoundingClientRect();
              if (area.left > left) [left, around] = [area.left, box.className];
              if (area.right < right) [right, around] = [area.right, box.className];
            }
            if (canScroll || (r.left >= left - 1 && r.right <= right + 1)) continue;
            const name = (control.getAttribute('aria-label') || control.innerText || control.className || control.tagName).trim().slice(0, 40);
            faults.push(`${control.tagName.toLowerCase()} "${name}" from ${Math.round(r.left)} to ${Math.round(r.right)} px, seen from ${Math.round(left)} to ${Math.round(right)} px of ${around}`);
          }
          return faults;
        }
        """;

    extension(IPage page)
    {
        /// <summary>Controls of which a part is beside the window, or is cut off by a box around them, in words.</summary>
        public Task<string[]> ControlsOffScreenAsync() => page.EvaluateAsync<string[]>(Script);
    }
}
