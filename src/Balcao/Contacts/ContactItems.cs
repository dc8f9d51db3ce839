using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Contacts;

/// <summary>A contact as screens show it.</summary>
public static class ContactItems
{
    /// <param name="phone">Digits, as stored.</param>
    public static ContactItem From(ContactId id, string name, string? phone, string? username) =>
        new(id, name, phone is null ? null : "+" + phone, username) { PhoneText = phone is null ? null : PhoneText.Of(phone) };
}
