namespace Balcao.Contract;

/// <summary>
/// A reason why WhatsApp would not accept a message, found before it is sent. The screens check while the agent types;
/// the server checks every request.
/// </summary>
/// <param name="Code">Stable, for instance <c>input.tooLong</c>.</param>
/// <param name="Field">For instance <c>list.sections[0].rows[2].title</c>.</param>
/// <param name="Most">The limit that was exceeded; null if the fault is not about a limit.</param>
public sealed record MessageFault(string Code, string Field, int? Most = null);

public static class MessageFaults
{
    /// <summary>All faults of the content, in the order of the fields. Files are checked when they are uploaded.</summary>
    public static IEnumerable<MessageFault> Of(SendMessageRequest request)
    {
        int contents = (request.UploadId is null ? 0 : 1) + (request.Location is null ? 0 : 1) + (request.Contacts is null ? 0 : 1)
            + (request.Buttons is null ? 0 : 1) + (request.List is null ? 0 : 1);
        if (contents > 1) return [new("message.severalContents", "text")];
        if (request.Location is { } place) return NoText(request).Concat(Of(place));
        if (request.Contacts is { } contacts) return NoText(request).Concat(Of(contacts));
        if (request.Buttons is { } buttons) return Text("text", request.Text, MessageLimits.ButtonsBody).Concat(Of(buttons));
        if (request.List is { } list) return Text("text", request.Text, MessageLimits.ListBody).Concat(Of(list));
        return request.UploadId is null ? Text("text", request.Text, MessageLimits.Text) : Length("text", request.Text, MessageLimits.Caption);
    }

    private static IEnumerable<MessageFault> NoText(SendMessageRequest request) =>
        string.IsNullOrWhiteSpace(request.Text) ? [] : [new("message.noTextBeside", "text")];

    private static IEnumerable<MessageFault> Of(LocationItem place)
    {
        if (!(Math.Abs(place.Latitude) <= 90)) yield return new("input.invalid", "location.latitude");
        if (!(Math.Abs(place.Longitude) <= 180)) yield return new("input.invalid", "location.longitude");
        foreach (var fault in Length("location.name", place.Name, MessageLimits.Place)) yield return fault;
        foreach (var fault in Length("location.address", place.Address, MessageLimits.Place)) yield return fault;
    }

    private static IEnumerable<MessageFault> Of(IReadOnlyList<SharedContact> contacts)
    {
        if (contacts.Count == 0) yield return new("input.required", "contacts");
        if (contacts.Count > MessageLimits.Contacts) yield return new("message.tooMany", "contacts", MessageLimits.Contacts);
        for (var i = 0; i < contacts.Count; i++)
        {
            var (contact, at) = (contacts[i], $"contacts[{i}]");
            foreach (var fault in Text($"{at}.name", contact.Name, MessageLimits.ContactPart)) yield return fault;
            foreach (var fault in Length($"{at}.organization", contact.Organization, MessageLimits.ContactPart)) yield return fault;
            if (contact.Phones.Count + contact.Emails.Count == 0) yield return new("input.required", $"{at}.phones");
            if (contact.Phones.Count > MessageLimits.PhonesOfContact) yield return new("message.tooMany", $"{at}.phones", MessageLimits.PhonesOfContact);
            for (var j = 0; j < contact.Phones.Count; j++)
                if (!IsPhone(contact.Phones[j])) yield return new("input.invalid", $"{at}.phones[{j}]");
            for (var j = 0; j < contact.Emails.Count; j++)
                foreach (var fault in Text($"{at}.emails[{j}]", contact.Emails[j], MessageLimits.ContactPart)) yield return fault;
        }
    }

    private static IEnumerable<MessageFault> Of(ReplyButtonsItem item)
    {
        foreach (var fault in Length("buttons.header", item.Header, MessageLimits.Header)) yield return fault;
        foreach (var fault in Length("buttons.footer", item.Footer, MessageLimits.Footer)) yield return fault;
        if (item.Buttons.Count == 0) yield return new("input.required", "buttons.buttons");
        if (item.Buttons.Count > MessageLimits.Buttons) yield return new("message.tooMany", "buttons.buttons", MessageLimits.Buttons);
        for (var i = 0; i < item.Buttons.Count; i++)
        {
            var (button, at) = (item.Buttons[i], $"buttons.buttons[{i}]");
            foreach (var fault in Text($"{at}.title", button.Title, MessageLimits.ButtonTitle)) yield return fault;
            foreach (var fault in Length($"{at}.id", button.Id, MessageLimits.ButtonId)) yield return fault;
            if (IsRepeated(item.Buttons.Take(i).Select(b => b.Title), button.Title)) yield return new("message.sameTwice", $"{at}.title");
            if (IsRepeated(item.Buttons.Take(i).Select(b => b.Id), button.Id)) yield return new("message.sameTwice", $"{at}.id");
        }
    }

    private static IEnumerable<MessageFault> Of(ReplyListItem item)
    {
        foreach (var fault in Length("list.header", item.Header, MessageLimits.Header)) yield return fault;
        foreach (var fault in Length("list.footer", item.Footer, MessageLimits.Footer)) yield return fault;
        foreach (var fault in Text("list.button", item.Button, MessageLimits.ButtonTitle)) yield return fault;
        if (item.Sections.Count == 0) yield return new("input.required", "list.sections");
        if (item.Sections.Count > MessageLimits.Sections) yield return new("message.tooMany", "list.sections", MessageLimits.Sections);
        if (item.Sections.Sum(s => s.Rows.Count) > MessageLimits.Rows) yield return new("message.tooMany", "list.rows", MessageLimits.Rows);
        List<string?> ids = [];
        for (var i = 0; i < item.Sections.Count; i++)
        {
            var (section, at) = (item.Sections[i], $"list.sections[{i}]");
            var title = item.Sections.Count > 1 ? Text($"{at}.title", section.Title, MessageLimits.SectionTitle) : Length($"{at}.title", section.Title, MessageLimits.SectionTitle);
            foreach (var fault in title) yield return fault;
            if (section.Rows.Count == 0) yield return new("input.required", $"{at}.rows");
            for (var j = 0; j < section.Rows.Count; j++)
            {
                var row = section.Rows[j];
                foreach (var fault in Text($"{at}.rows[{j}].title", row.Title, MessageLimits.RowTitle)) yield return fault;
                foreach (var fault in Length($"{at}.rows[{j}].description", row.Description, MessageLimits.RowDescription)) yield return fault;
                foreach (var fault in Length($"{at}.rows[{j}].id", row.Id, MessageLimits.RowId)) yield return fault;
                if (IsRepeated(ids, row.Id)) yield return new("message.sameTwice", $"{at}.rows[{j}].id");
                ids.Add(row.Id);
            }
        }
    }

    private static IEnumerable<MessageFault> Text(string field, string? text, int most) =>
        string.IsNullOrWhiteSpace(text) ? [new("input.required", field)] : Length(field, text, most);

    private static IEnumerable<MessageFault> Length(string field, string? text, int most) =>
        text?.Length > most ? [new("input.tooLong", field, most)] : [];

    private static bool IsRepeated(IEnumerable<string?> earlier, string? now) =>
        !string.IsNullOrWhiteSpace(now) && earlier.Any(e => string.Equals(e?.Trim(), now.Trim(), StringComparison.Ordinal));

    /// <summary>Free formatting is allowed: WhatsApp shows the phone as it was written.</summary>
    private static bool IsPhone(string phone) =>
        phone.Length <= 40 && phone.Count(char.IsAsciiDigit) >= 3 && phone.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.' or ' ' or '(' or ')');
}
