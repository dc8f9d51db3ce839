using Microsoft.JSInterop;

namespace Balcao.Client.Shell;

/// <summary>The modules of <c>wwwroot/js</c>. index.html fetches each with the page.</summary>
public static class ScriptModules
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A module that could not be fetched is asked for again until it is there: the screen without it can still be read, and
    /// an exception would take it away. The delay grows from a second to 30.
    /// </summary>
    /// <param name="name">The file's name without its extension.</param>
    public static async Task<IJSObjectReference> ImportAsync(this IJSRuntime js, string name, TimeProvider? time = null)
    {
        var delay = TimeSpan.FromSeconds(1);
        for (var tries = 0; ; tries++)
        {
            // Chromium keeps the failure of an address, so that the next try needs another one (whatwg/html#6768).
            var path = tries == 0 ? $"./js/{name}.js" : $"./js/{name}.js?try={tries}";
            try
            {
                return await js.InvokeAsync<IJSObjectReference>("import", path);
            }
            catch (JSException)
            {
                await Task.Delay(delay, time ?? TimeProvider.System);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }
}
