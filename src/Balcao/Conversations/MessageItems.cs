using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

/// <summary>Messages as screens show them. Lists, answers and pushes all read them here, so that they agree.</summary>
public static class MessageItems
{
    /// <summary>The length of a text in a preview: the last message in a list, a quote.</summary>
    public const int PreviewLength = 200;

    /// <summary>The address of a stored file.</summary>
    public static string MediaUrl(MessageId id) => $"/api/messages/{id}/media";

    /// <summary>
    /// Reads the messages in the order asked for, in two queries (three if some were edited). The caller checks who may
    /// see them.
    /// </summary>
    public static async Task<IReadOnlyList<MessageItem>> LoadAsync(BalcaoDb db, IReadOnlyCollection<MessageId> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return [];
        var rows = await (
            from message in db.Messages.AsNoTracking().Where(m => ids.Contains(m.Id))
            join person in db.Agents on new { message.TenantId, Id = message.AuthorId } equals new { person.TenantId, Id = (AgentId?)person.Id } into authors
            from author in authors.DefaultIfEmpty()
            join file in db.MessageMedia on new { message.TenantId, message.Id } equals new { file.TenantId, Id = file.MessageId } into files
            from media in files.DefaultIfEmpty()
            join said in db.Messages on new { message.TenantId, Id = message.QuotedId } equals new { said.TenantId, Id = (MessageId?)said.Id } into quotes
            from quote in quotes.DefaultIfEmpty()
            select new
            {
                Message = message,
                AuthorName = author!.Name,
                Media = media,
                Quote = quote == null ? null : new
                {
                    quote.Id, quote.Direction, quote.Kind,
                    Text = quote.Text == null ? null : quote.Text.Substring(0, PreviewLength),
                },
            }).ToDictionaryAsync(row => row.Message.Id, ct);
        var reactions = await ReactionsAsync(db, ids, ct);
        var versions = await VersionsAsync(db, [.. rows.Values.Where(row => row.Message.EditedAt is not null).Select(row => row.Message.Id)], ct);

        return
        [
            .. from id in ids.Distinct()
               where rows.ContainsKey(id)
               let row = rows[id]
               let message = row.Message
               let content = MessageContent.Read(message.Content)
               select new MessageItem(
                   message.Id,
                   message.ConversationId,
                   message.ChatId,
                   message.Direction,
                   message.Kind,
                   message.At,
                   message.Text,
                   message.AuthorId is { } author ? new AgentName(author, row.AuthorName) : null,
                   message.Delivery,
                   message.FailureCode is { } code ? new MessageFailure(code, RefusalTexts.For(code), message.FailureWhatsAppCode) : null,
                   row.Quote is { } quote ? new QuotedMessage(quote.Id, quote.Direction, quote.Kind, quote.Text)
                       : message.QuotedWamid is not null ? new QuotedMessage(null, null, null, null) : null,
                   row.Media is { } media ? ItemOf(media) : null,
                   content?.Location,
                   content?.Contacts ?? [],
                   content?.ReplyPayload,
                   message.RawType,
                   [.. reactions[id]],
                   message.Wamid,
                   message.ClientKey)
               {
                   Source = message.Source,
                   EditedAt = message.EditedAt,
                   EarlierTexts = Earlier(message, versions[id]),
                   RevokedAt = message.RevokedAt,
                   Forwarded = content?.Forwarded,
                   Referral = content?.Referral,
                   Product = content?.Product,
                   Order = content?.Order,
                   Form = content?.Form,
                   CallPermission = content?.CallPermission,
                   Notice = content?.Notice,
                   PlaceholderCode = content?.PlaceholderCode,
                   Buttons = content?.Buttons,
                   List = content?.List,
               },
        ];
    }

    private static async Task<ILookup<MessageId, MessageVersion>> VersionsAsync(BalcaoDb db, IReadOnlyCollection<MessageId> edited, CancellationToken ct)
    {
        var rows = edited.Count == 0 ? [] : await db.MessageVersions.AsNoTracking().Where(v => edited.Contains(v.MessageId)).ToListAsync(ct);
        return rows.ToLookup(row => row.MessageId);
    }

    /// <summary>
    /// All versions but the newest, which is the message's text. The first text sorts first, even if an edit has the same
    /// second.
    /// </summary>
    private static IReadOnlyList<EarlierText> Earlier(Message message, IEnumerable<MessageVersion> versions) =>
    [
        .. versions.OrderBy(v => v.At).ThenBy(v => v.Wamid != message.Wamid).ThenBy(v => v.Id).SkipLast(1).Select(v => new EarlierText(v.Text, v.At)),
    ];

    private static async Task<ILookup<MessageId, ReactionItem>> ReactionsAsync(BalcaoDb db, IReadOnlyCollection<MessageId> ids, CancellationToken ct)
    {
        var rows = await (
            from reaction in db.MessageReactions.AsNoTracking().Where(r => ids.Contains(r.MessageId) && r.Emoji != "")
            join person in db.Agents on new { reaction.TenantId, Id = reaction.AgentId } equals new { person.TenantId, Id = (AgentId?)person.Id } into agents
            from agent in agents.DefaultIfEmpty()
            orderby reaction.IsOurs
            select new { reaction.MessageId, reaction.Emoji, reaction.AgentId, AgentName = agent!.Name }).ToListAsync(ct);
        return rows.ToLookup(
            row => row.MessageId,
            row => new ReactionItem(row.Emoji, row.AgentId is { } agent ? new AgentName(agent, row.AgentName) : null));
    }

    private static MediaItem ItemOf(MessageMedia media) => new(
        media.State,
        media.State is MediaState.Stored ? MediaUrl(media.MessageId) : null,
        media.MimeType,
        media.FileName,
        media.Size,
        media.IsAnimated)
    {
        PlayableUrl = media.PlayableSha256 is null ? null : $"{MediaUrl(media.MessageId)}/playable",
        ThumbnailUrl = media.ThumbnailSha256 is null ? null : $"{MediaUrl(media.MessageId)}/thumbnail",
        Width = media.Width,
        Height = media.Height,
        DurationMs = media.DurationMs,
        Waveform = media.Waveform,
    };
}
