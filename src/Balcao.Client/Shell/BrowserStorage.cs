using Microsoft.JSInterop;

namespace Balcao.Client.Shell;

/// <summary>The storage of this browser. Writing fails silently: a full or forbidden storage must not stop the work.</summary>
public interface IBrowserStorage
{
    string? Get(string key);

    void Set(string key, string? value);

    IReadOnlyList<string> Keys(string prefix);
}

/// <summary>localStorage, called synchronously, so that a draft is stored before the next key is pressed.</summary>
public sealed class LocalStorage(IJSRuntime js) : IBrowserStorage
{
    private readonly IJSInProcessRuntime _js = (IJSInProcessRuntime)js;

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
