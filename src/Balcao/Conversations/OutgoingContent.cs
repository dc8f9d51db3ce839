using Balcao.Contract;

namespace Balcao.Conversations;

/// <summary>What an agent sends besides text, as it is stored. Whether it may be sent was checked by <see cref="MessageFaults"/>.</summary>
public static class OutgoingContent
{
    public static MessageKind KindOf(SendMessageRequest request, Upload? upload) => request switch
    {
        { Location: not null } => MessageKind.Location,
        { Contacts: not null } => MessageKind.Contacts,
        { Buttons: not null } => MessageKind.Buttons,
        { List: not null } => MessageKind.List,
        _ => upload?.Kind ?? MessageKind.Text,
    };

    public static bool NeedsFile(MessageKind kind) => kind is MessageKind.Image or MessageKind.Video or MessageKind.Audio
        or MessageKind.Voice or MessageKind.Document or MessageKind.Sticker;

    /// <summary>Null if there is only text or a file. Empty parts are left out, missing ids are assigned.</summary>
    public static MessageContent? Of(SendMessageRequest request) => request switch
    {
        { Location: { } place } => new MessageContent { Location = place with { Name = Filled(place.Name), Address = Filled(place.Address) } },
        { Contacts: { } contacts } => new MessageContent
        {
            Contacts = [.. contacts.Select(c => c with { Name = c.Name.Trim(), Organization = Filled(c.Organization) })],
        },
        { Buttons: { } buttons } => new MessageContent { Buttons = Whole(buttons) },
        { List: { } list } => new MessageContent { List = Whole(list) },
        _ => null,
    };

    private static ReplyButtonsItem Whole(ReplyButtonsItem item)
    {
        var ids = new Ids(item.Buttons.Select(b => b.Id));
        return new ReplyButtonsItem(
            [.. item.Buttons.Select(b => new ReplyButtonItem(b.Title.Trim(), ids.Of(b.Id)))],
            Filled(item.Header), Filled(item.Footer));
    }

    private static ReplyListItem Whole(ReplyListItem item)
    {
        var ids = new Ids(item.Sections.SelectMany(s => s.Rows).Select(r => r.Id));
        return new ReplyListItem(
            item.Button.Trim(),
            [
                .. item.Sections.Select(section => new ReplyListSectionItem(
                    Filled(section.Title),
                    [.. section.Rows.Select(row => new ReplyListRowItem(row.Title.Trim(), Filled(row.Description), ids.Of(row.Id)))])),
            ],
            Filled(item.Header), Filled(item.Footer));
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Assigns numbers to those without an id, skipping ids that are in use.</summary>
    private sealed class Ids(IEnumerable<string?> given)
    {
        private readonly HashSet<string> _taken = [.. given.Select(Filled).OfType<string>()];
        private int _last;

        public string Of(string? id)
        {
            if (Filled(id) is { } own) return own;
            string made;
            do made = $"option-{++_last}"; while (!_taken.Add(made));
            return made;
        }
    }
}
