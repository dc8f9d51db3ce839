using Microsoft.JSInterop;

namespace Balcao.Client.Shell;

/// <summary>Browser features for the screens: shortcuts, window focus, theme, notifications. See <c>js/shell.js</c>.</summary>
public sealed class ShellBridge(IJSRuntime js) : IAsyncDisposable
{
    private readonly Lazy<Task<IJSObjectReference>> _module =
        new(() => js.ImportAsync("shell"));
    private DotNetObjectReference<ShellBridge>? _self;

    public event Action<string>? Shortcut;

    public event Action? FocusChanged;

    public event Action? Online;

    public event Action<bool>? SystemThemeChanged;

    /// <summary>The page is visible and has the keyboard focus, so that its content counts as read.</summary>
    public bool IsFocused { get; private set; }

    public event Action? WideChanged;

    /// <summary>True: there is space for three panes side by side (1280 px).</summary>
    public bool IsWide { get; private set; }

    public async Task ListenAsync()
    {
        if (_self is not null) return;
        _self = DotNetObjectReference.Create(this);
        await (await _module.Value).InvokeVoidAsync("listen", _self);
    }

    public async Task WatchDialogsAsync(Microsoft.AspNetCore.Components.ElementReference dialogs) =>
        await (await _module.Value).InvokeVoidAsync("watchDialogs", dialogs);

    public async Task<bool> SystemIsDarkAsync() => await (await _module.Value).InvokeAsync<bool>("systemIsDark");

    public async Task ShowThemeAsync(bool dark) => await (await _module.Value).InvokeVoidAsync("showTheme", dark);

    /// <summary>The cookie is needed because requests for files and the live connection cannot have our headers.</summary>
    public async Task SetLanguageCookieAsync(string language) =>
        await (await _module.Value).InvokeVoidAsync("setLanguageCookie", language);

    public async Task WalkWithArrowsAsync(Microsoft.AspNetCore.Components.ElementReference list) =>
        await (await _module.Value).InvokeVoidAsync("walkWithArrows", list);

    /// <summary>Lets the rows of the list be dragged in every browser.</summary>
    public async Task DragRowsAsync(Microsoft.AspNetCore.Components.ElementReference list) =>
        await (await _module.Value).InvokeVoidAsync("dragRows", list);

    /// <summary>Gives the element the focus if what had it has been removed.</summary>
    public async Task TakeLostFocusAsync(Microsoft.AspNetCore.Components.ElementReference element) =>
        await (await _module.Value).InvokeVoidAsync("takeLostFocus", element);

    /// <summary>Goes to the first fault in a form that was refused: the focus to its field, or what is said into view.</summary>
    public async Task ShowFaultAsync(Microsoft.AspNetCore.Components.ElementReference form) =>
        await (await _module.Value).InvokeVoidAsync("showFault", form);

    /// <summary>Scrolls an element into view that a keyboard has chosen without giving it the focus.</summary>
    public async Task ScrollToAsync(string elementId) => await (await _module.Value).InvokeVoidAsync("scrollTo", elementId);

    public async Task CopyAsync(string text) => await (await _module.Value).InvokeVoidAsync("copy", text);

    public async Task<bool> MayNotifyAsync(bool ask) =>
        await (await _module.Value).InvokeAsync<string>(ask ? "askForNotifications" : "notificationPermission") is "granted";

    /// <summary>Nobody has allowed or forbidden notifications of this site yet.</summary>
    public async Task<bool> MayAskToNotifyAsync() => await (await _module.Value).InvokeAsync<string>("notificationPermission") is "default";

    public async Task NotifyAsync(string title, string body, string tag, string url) =>
        await (await _module.Value).InvokeVoidAsync("notify", title, body, tag, url);

    public async Task ChimeAsync() => await (await _module.Value).InvokeVoidAsync("chime");

    [JSInvokable]
    public void OnShortcut(string name) => Shortcut?.Invoke(name);

    [JSInvokable]
    public void OnFocusChanged(bool isFocused)
    {
        if (IsFocused == isFocused) return;
        IsFocused = isFocused;
        FocusChanged?.Invoke();
    }

    [JSInvokable]
    public void OnWideChanged(bool isWide)
    {
        IsWide = isWide;
        WideChanged?.Invoke();
    }

    [JSInvokable]
    public void OnOnline() => Online?.Invoke();

    [JSInvokable]
    public void OnSystemThemeChanged(bool isDark) => SystemThemeChanged?.Invoke(isDark);

    public async ValueTask DisposeAsync()
    {
        if (_module.IsValueCreated) await (await _module.Value).DisposeAsync();
        _self?.Dispose();
    }
}
