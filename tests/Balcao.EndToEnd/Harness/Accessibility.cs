using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Balcao.EndToEnd.Harness;

/// <summary>A fault of a library, which we cannot fix: axe's rule, a part of the element's markup, and the reason.</summary>
public sealed record UpstreamFault(string Rule, string Markup, string Because);

/// <summary>Checks a page against WCAG 2.2, levels A and AA, with axe.</summary>
public static class Accessibility
{
    /// <summary>Each entry names the library and its issue, and is removed when the issue is closed.</summary>
    static readonly UpstreamFault[] Known = [];

    static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
        // Rules and elements that passed are most of the work and are not used.
        ResultTypes = [ResultType.Violations],
    };

    extension(IPage page)
    {
        public Task AssertAccessibleAsync() => page.AssertAccessibleAsync(Known);

        public async Task AssertAccessibleAsync(IReadOnlyCollection<UpstreamFault> upstream)
        {
            var faults = await page.AccessibilityFaultsAsync(upstream);
            Assert.True(faults.Count == 0, $"{page.Url} is not accessible:\n{string.Join('\n', faults)}");
        }

        /// <param name="part">The part of the page to check; null: all of it.</param>
        public async Task<IReadOnlyList<string>> AccessibilityFaultsAsync(IReadOnlyCollection<UpstreamFault> upstream, ILocator? part = null)
        {
            var found = await (part is null ? page.RunAxe(Wcag) : part.RunAxe(Wcag));
            return
            [
                .. from violation in found.Violations
                   from node in violation.Nodes
                   where !upstream.Any(known => known.Rule == violation.Id
                       && node.Html.Contains(known.Markup, StringComparison.Ordinal))
                   select $"{violation.Id}: {violation.Help}: {node.Html}"
            ];
        }
    }
}
