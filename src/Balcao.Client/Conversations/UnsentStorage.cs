using System.Text.Json;
using Balcao.Client.Shell;

namespace Balcao.Client.Conversations;

/// <summary>
/// Unsent messages in the browser's storage, each under a key of its own: a tab writes the message it is concerned with and
/// never those of other tabs, of which it may know nothing.
/// </summary>
internal sealed class UnsentStorage(IBrowserStorage storage)
{
    // Not stored as they are, because the storage is full or forbidden: the page has them as long as it is open.
    private readonly HashSet<string> _onlyHere = [];

    public static bool Has(PersonId? owner, string key) => key.StartsWith(PrefixOf(owner), StringComparison.Ordinal);

    /// <summary>In no order.</summary>
    public IEnumerable<UnsentMessage> Read(PersonId? owner)
    {
        foreach (var key in storage.Keys(PrefixOf(owner)))
            if (ReadOne(key) is { } message) yield return message;
    }

    /// <summary>The page's message is newer than the stored one, if there is one.</summary>
    public bool IsOnlyHere(string clientKey) => _onlyHere.Contains(clientKey);

    /// <summary>False: another tab has sent or discarded it.</summary>
    public bool Holds(PersonId? owner, string clientKey) => _onlyHere.Contains(clientKey) || storage.Get(KeyOf(owner, clientKey)) is not null;

    public void Set(PersonId? owner, UnsentMessage message)
    {
        var key = KeyOf(owner, message.ClientKey);
        var text = JsonSerializer.Serialize(message, UnsentMessageJson.Default.UnsentMessage);
        storage.Set(key, text);
        if (storage.Get(key) == text) _onlyHere.Remove(message.ClientKey);
        else _onlyHere.Add(message.ClientKey);
    }

    public void Remove(PersonId? owner, string clientKey)
    {
        _onlyHere.Remove(clientKey);
        storage.Set(KeyOf(owner, clientKey), null);
    }

    private UnsentMessage? ReadOne(string key)
    {
        try
        {
            return storage.Get(key) is { } text ? JsonSerializer.Deserialize(text, UnsentMessageJson.Default.UnsentMessage) : null;
        }
        catch (JsonException)
        {
            return null; // Of another version: one that cannot be read must not hold up the others.
        }
    }

    // Several people may share a browser; each has their own messages.
    private static string PrefixOf(PersonId? owner) => $"balcao.outbox.{owner}.";

    private static string KeyOf(PersonId? owner, string clientKey) => PrefixOf(owner) + clientKey;
}
