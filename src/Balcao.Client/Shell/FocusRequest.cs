using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Balcao.Client.Shell;

/// <summary>
/// The keyboard focus for an element that may not be drawn yet. A component asks where something happens, and gives the
/// focus in <c>OnAfterRenderAsync</c>: an element that an event brings does not exist before its rendering, and asking the
/// browser for its focus would end the whole screen.
/// </summary>
public sealed class FocusRequest
{
    private bool _isAsked;

    public void Ask() => _isAsked = true;

    /// <summary>Called after each rendering; does nothing unless asked. If the element is not there, the request stays.</summary>
    public Task GiveAsync(ElementReference element) => GiveAsync(() => element.FocusIfDrawnAsync());

    /// <param name="give">Returns whether the element was there.</param>
    public async Task GiveAsync(Func<Task<bool>> give)
    {
        if (!_isAsked) return;
        // Before the browser answers: a rendering meanwhile must not give it again.
        _isAsked = false;
        if (!await give()) _isAsked = true;
    }
}

public static class FocusExtensions
{
    /// <summary>The only way to focus an element: a test refuses others, because they throw if it is not in the page.</summary>
    /// <returns>Whether it was there.</returns>
    public static async Task<bool> FocusIfDrawnAsync(this ElementReference element)
    {
        if (element.Id is null) return false;
        try
        {
            await element.FocusAsync();
            return true;
        }
        catch (JSException)
        {
            return false; // It has been removed meanwhile.
        }
    }
}
