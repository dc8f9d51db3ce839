using Balcao.Client.Shell;

namespace Balcao.Client.Tests.World;

/// <summary>A browser's store as one tab sees it. It survives what a test calls a reload; all tabs share what is kept.</summary>
public sealed class MemoryStorage : IBrowserStorage
{
    private readonly List<MemoryStorage> _tabs;

    public MemoryStorage() : this([], [])
    {
    }

    private MemoryStorage(Dictionary<string, string> kept, List<MemoryStorage> tabs)
    {
        (Kept, _tabs) = (kept, tabs);
        tabs.Add(this);
    }

    public event Action<string?>? ChangedElsewhere;

    public Dictionary<string, string> Kept { get; }

    /// <summary>The keys of drafts and unsent messages.</summary>
    public IEnumerable<string> KeptWork => Kept.Keys.Where(key => key is not "balcao.person");

    /// <summary>What other tabs write is told late: not before the test is over.</summary>
    public bool HearsLate { get; set; }

    /// <summary>There is no space for anything more.</summary>
    public bool IsFull { get; set; }

    public MemoryStorage NewTab() => new(Kept, _tabs);

    public string? Get(string key) => Kept.GetValueOrDefault(key);

    public void Set(string key, string? value)
    {
        if (string.IsNullOrEmpty(value) ? !Kept.Remove(key) : IsFull || Kept.GetValueOrDefault(key) == value) return;
        if (!string.IsNullOrEmpty(value)) Kept[key] = value;
        foreach (var tab in _tabs.Where(tab => tab != this && !tab.HearsLate)) tab.ChangedElsewhere?.Invoke(key);
    }

    public IReadOnlyList<string> Keys(string prefix) => [.. Kept.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))];
}
