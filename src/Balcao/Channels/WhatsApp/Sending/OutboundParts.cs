using Balcao.Contract;
using Balcao.WhatsApp.Client;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Sending;

/// <summary>Converts Balcao's locations, contacts, buttons and lists to WhatsApp's types.</summary>
internal static class OutboundParts
{
    public static LocationContent Of(LocationItem place) => new(place.Latitude, place.Longitude, place.Name, place.Address);

    public static ContactsContent Of(IReadOnlyList<SharedContact> contacts) => new([.. contacts.Select(Card)]);

    public static ReplyButtonsContent Of(string body, ReplyButtonsItem item) => new()
    {
        Body = body, Header = Header(item.Header), Footer = item.Footer,
        Buttons = [.. item.Buttons.Select(b => new ReplyButton(b.Id!, b.Title))],
    };

    public static ListContent Of(string body, ReplyListItem item) => new()
    {
        Body = body, Header = Header(item.Header), Footer = item.Footer, ButtonText = item.Button,
        Sections = [.. item.Sections.Select(s => new ListSection(s.Title, [.. s.Rows.Select(r => new ListRow(r.Id!, r.Title, r.Description))]))],
    };

    private static InteractiveHeader? Header(string? text) => text is null ? null : InteractiveHeader.OfText(text);

    private static Balcao.WhatsApp.Webhooks.ContactCard Card(SharedContact contact) => new()
    {
        // Meta requires the formatted name and at least one more part of the name.
        Name = new ContactName { Formatted = contact.Name, First = contact.Name },
        Phones = [.. contact.Phones.Select(Phone)],
        Emails = [.. contact.Emails.Select(email => new ContactEmail { Email = email, Type = "WORK" })],
        Organization = contact.Organization is { } company ? new ContactOrganization { Company = company } : null,
    };

    /// <summary>With the id, the phone offers to write to the contact; without it, to invite them.</summary>
    private static ContactPhone Phone(string phone) => new()
    {
        Phone = phone, Type = "CELL",
        WaId = phone.StartsWith('+') ? string.Concat(phone.Where(char.IsAsciiDigit)) : null,
    };
}
