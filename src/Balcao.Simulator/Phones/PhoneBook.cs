using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Balcao.Simulator.Phones;

/// <summary>
/// All phones. Reads return snapshots. Each change replaces one phone under the lock and then raises
/// <see cref="Changed"/>.
/// </summary>
public sealed class PhoneBook
{
    /// <summary>Older messages are deleted, so that thousands of messages do not slow down the later ones.</summary>
    const int KeptPerConversation = 2000;

    readonly Lock gate = new();
    readonly ConcurrentDictionary<string, Phone> byId = new();
    readonly ConcurrentDictionary<string, string> idByName = new();
    ImmutableList<string> order = [];
    IReadOnlyList<Phone>? all;

    public PhoneBook(SimulatorOptions options)
    {
        foreach (var phone in options.PhonesOrDemo) Create(phone);
    }

    /// <summary>Raised after a change, outside the lock, with the id of the phone.</summary>
    public event Action<string>? Changed;

    /// <summary>In the order of their creation. The snapshot is made on access.</summary>
    public IReadOnlyList<Phone> All
    {
        get
        {
            if (Volatile.Read(ref all) is { } known) return known;
            lock (gate) return all ??= [.. order.Select(id => byId[id])];
        }
    }

    public Phone? Find(string id) => byId.TryGetValue(id, out var phone) ? phone : idByName.TryGetValue("user " + id, out var named) ? byId.GetValueOrDefault(named) : null;

    public Phone? FindNumber(string digits) =>
        idByName.TryGetValue("number " + digits, out var id) || idByName.TryGetValue("number " + PhoneNumbers.WithoutNinth(digits), out id) ? byId.GetValueOrDefault(id) : null;

    /// <summary>Null when a phone with this number or user id exists.</summary>
    public Phone? Create(NewPhone wanted)
    {
        var digits = wanted.WaId is { Length: > 0 } waId ? PhoneNumbers.Digits(waId) : null;
        var userId = wanted.UserId ?? PhoneNumbers.UserId(digits ?? wanted.Username ?? wanted.Name);
        var phone = new Phone { Id = digits ?? userId, Name = wanted.Name, WaId = digits, UserId = userId, Username = wanted.Username };
        lock (gate)
        {
            if (byId.ContainsKey(phone.Id) || idByName.ContainsKey("user " + userId)) return null;
            byId[phone.Id] = phone;
            Name(phone);
            order = order.Add(phone.Id);
            all = null;
        }
        Changed?.Invoke(phone.Id);
        return phone;
    }

    public bool Remove(string id)
    {
        lock (gate)
        {
            if (!byId.TryRemove(id, out var phone)) return false;
            Forget(phone);
            order = order.Remove(id);
            all = null;
        }
        Changed?.Invoke(id);
        return true;
    }

    /// <summary>The customer's number or user id changes; the phone keeps the id it was created with.</summary>
    public void Renumber(string id, string? waId, string userId)
    {
        lock (gate)
        {
            if (!byId.TryGetValue(id, out var phone)) return;
            Forget(phone);
            byId[id] = phone = phone with { WaId = waId, UserId = userId };
            Name(phone);
            all = null;
        }
        Changed?.Invoke(id);
    }

    /// <summary>The phone after the change; null if it does not exist.</summary>
    public Phone? Update(string id, Func<Phone, Phone> change)
    {
        Phone after;
        lock (gate)
        {
            if (!byId.TryGetValue(id, out var before)) return null;
            after = change(before);
            if (ReferenceEquals(before, after)) return before;
            byId[id] = after;
            all = null;
        }
        Changed?.Invoke(id);
        return after;
    }

    /// <summary>The phone of the customer who wrote this message to <paramref name="numberId"/>; null if none did.</summary>
    public Phone? FindWriter(string numberId, string wamid) =>
        idByName.TryGetValue("wamid " + wamid, out var id) && Find(id) is { } phone && phone.With(numberId).Find(wamid) is { FromCustomer: true } ? phone : null;

    public Phone? UpdateConversation(string id, string numberId, Func<PhoneConversation, PhoneConversation> change) =>
        Update(id, phone =>
        {
            var before = phone.With(numberId);
            var after = change(before);
            // Indexed when added, so that marking it as read needs no search.
            if (after.Messages.Count > before.Messages.Count && after.Messages[^1] is { FromCustomer: true } added) idByName["wamid " + added.Id] = phone.Id;
            if (after.Messages.Count > KeptPerConversation)
            {
                idByName.TryRemove("wamid " + after.Messages[0].Id, out _);
                after = after with { Messages = after.Messages.RemoveAt(0) };
            }
            return phone with { Conversations = phone.Conversations.SetItem(numberId, after) };
        });

    /// <summary>The message after the change; null when phone or message is unknown.</summary>
    public PhoneMessage? UpdateMessage(string id, string wamid, Func<PhoneMessage, PhoneMessage> change)
    {
        PhoneMessage? after = null;
        Update(id, phone =>
        {
            foreach (var talk in phone.Conversations.Values)
            {
                var index = talk.Messages.FindLastIndex(message => message.Id == wamid);
                if (index < 0) continue;
                after = change(talk.Messages[index]);
                if (ReferenceEquals(after, talk.Messages[index])) return phone;
                return phone with { Conversations = phone.Conversations.SetItem(talk.NumberId, talk with { Messages = talk.Messages.SetItem(index, after) }) };
            }
            return phone;
        });
        return after;
    }

    /// <summary>Advances the ticks of a message. They never go back, in whatever order the changes arrive.</summary>
    public bool Advance(string id, string wamid, Ticks next)
    {
        var moved = false;
        UpdateMessage(id, wamid, message =>
        {
            moved = message.Ticks < next && message.Ticks is not Ticks.Failed;
            return moved ? message with { Ticks = next } : message;
        });
        return moved;
    }

    void Name(Phone phone)
    {
        idByName["user " + phone.UserId] = phone.Id;
        if (phone.WaId is not { } digits) return;
        idByName["number " + digits] = phone.Id;
        idByName.TryAdd("number " + PhoneNumbers.WithoutNinth(digits), phone.Id);
    }

    void Forget(Phone phone)
    {
        idByName.TryRemove("user " + phone.UserId, out _);
        if (phone.WaId is not { } digits) return;
        idByName.TryRemove(KeyValuePair.Create("number " + digits, phone.Id));
        idByName.TryRemove(KeyValuePair.Create("number " + PhoneNumbers.WithoutNinth(digits), phone.Id));
    }
}
