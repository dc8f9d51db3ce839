using Microsoft.JSInterop;

namespace Balcao.Client.Shell;

/// <summary>
/// The storage of this browser, shared by all of its tabs: what one tab has in memory may be old. A value that several tabs
/// write is read before it is written, and each thing that must not be lost has a key of its own. Writing fails silently: a
/// full or forbidden storage must not stop the work.
/// </summary>
public interface IBrowserStorage
{
    /// <summary>Another tab has written the key; null: any key.</summary>
    event Action<string?>? ChangedElsewhere;

    string? Get(string key);

    void Set(string key, string? value);

    IReadOnlyList<string> Keys(string prefix);
}

/// <summary>localStorage, called synchronously, so that a draft is stored before the next key is pressed.</summary>
public sealed class LocalStorage(IJSRuntime js) : IBrowserStorage, IDisposable
{
    private readonly IJSInProcessRuntime _js = (IJSInProcessRuntime)js;
    private DotNetObjectReference<LocalStorage>? _self;
    private Action<string?>? _changedElsewhere;

    public event Action<string?>? ChangedElsewhere
    {
        add
        {
            _changedElsewhere += value;
            if (_self is not null) return;
            _self = DotNetObjectReference.Create(this);
            _ = ListenAsync(_self);
        }
        remove => _changedElsewhere -= value;
    }

    public string? Get(string key) => Try(() => _js.Invoke<string?>("localStorage.getItem", key));

    public void Set(string key, string? value) => Try(() =>
    {
        if (string.IsNullOrEmpty(value)) _js.InvokeVoid("localStorage.removeItem", key);
        else _js.InvokeVoid("localStorage.setItem", key, value);
        return value;
    });

    public IReadOnlyList<string> Keys(string prefix)
    {
        var keys = new List<string>();
        for (var i = 0; Try(() => _js.Invoke<string?>("localStorage.key", i)) is { } key; i++)
            if (key.StartsWith(prefix, StringComparison.Ordinal)) keys.Add(key);
        return keys;
    }

    [JSInvokable]
    public void OnChangedElsewhere(string? key) => _changedElsewhere?.Invoke(key);

    public void Dispose() => _self?.Dispose();

    private async Task ListenAsync(DotNetObjectReference<LocalStorage> self)
    {
        await using var module = await _js.ImportAsync("storage");
        await module.InvokeVoidAsync("listen", self);
    }

    private static string? Try(Func<string?> use)
    {
        try
        {
            return use();
        }
        catch (JSException)
        {
            return null;
        }
    }
}
