using Balcao.Client.Shell;

namespace Balcao.Client.Tests.World;

/// <summary>A browser's storage in memory, which survives a simulated reload.</summary>
public sealed class MemoryStorage : IBrowserStorage
{
    public Dictionary<string, string> Kept { get; } = [];

    public string? Get(string key) => Kept.GetValueOrDefault(key);

    public void Set(string key, string? value)
    {
        if (string.IsNullOrEmpty(value)) Kept.Remove(key);
        else Kept[key] = value;
    }

    public IReadOnlyList<string> Keys(string prefix) => [.. Kept.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))];
}
