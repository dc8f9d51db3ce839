using Balcao.Contract;

namespace Balcao.Contacts;

/// <summary>A contact as screens show it.</summary>
public static class ContactItems
{
    /// <param name="phone">Digits, as stored; a plus is added for display.</param>
    public static ContactItem From(ContactId id, string name, string? phone, string? username) =>
        new(id, name, phone is null ? null : "+" + phone, username);
}
