using System.Globalization;
using System.Text;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>Our reaction to a message; WhatsApp keeps one per side. Not charged.</summary>
public static class React
{
    /// <summary>How old a message may be (Meta, reaction messages, Dec 2025).</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(30);

    private const int LongestEmoji = 64;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/messages/{id}/reaction", Handle)
        .RequireAuthorization(Permission.ServeChats)
        .WithSummary("Reacts to a message with one emoji, or takes the reaction away with an empty one.")
        .WithExample(new ReactRequest { Emoji = "👍" });

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        MessageId id, ReactRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, TimeProvider time, CancellationToken ct)
    {
        var emoji = request.Emoji?.Trim() ?? "";
        if (!IsOneEmojiOrNone(emoji)) return InputRefusals.Invalid("emoji").ToProblem();
        if (await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) is not { } message
            || await ServedConversation.OfConversationAsync(db, agent, message.ConversationId, ct) is not { } served) return TypedResults.NotFound();
        var now = time.GetUtcNow();
        if (await served.CheckMaySendAsync(db, agent.Id, now, ct) is { } refusal) return refusal.ToProblem();
        if (message.Wamid is null) return SendRefusals.NotSentYet.ToProblem();
        if (message.RevokedAt is not null) return SendRefusals.Revoked.ToProblem();
        if (now - message.At > Oldest) return SendRefusals.TooOldToReact.ToProblem();

        var ours = await db.MessageReactions.SingleOrDefaultAsync(r => r.MessageId == id && r.IsOurs, ct);
        if ((ours?.Emoji ?? "") == emoji) return TypedResults.NoContent();
        if (ours is null) db.Add(new MessageReaction { TenantId = agent.TenantId, MessageId = id, IsOurs = true, Emoji = emoji, At = now, AgentId = agent.Id });
        else (ours.Emoji, ours.At, ours.AgentId) = (emoji, now, agent.Id);
        db.Add(OutboxItem.New(OutboxKind.Reaction, id, message.Place, now));
        feed.MessageChanged(agent.TenantId, id, served.Conversation.ContactId);
        return TypedResults.NoContent();
    }

    internal static bool IsOneEmojiOrNone(string text)
    {
        if (text.Length == 0) return true;
        if (text.Length > LongestEmoji || new StringInfo(text).LengthInTextElements != 1) return false;
        // Keycap emoji (1️⃣) begin with a digit; the combining character after it makes them emoji.
        var first = text.EnumerateRunes().First();
        return Rune.GetUnicodeCategory(first) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol or UnicodeCategory.OtherPunctuation
            || text.Contains('\u20E3') || text.Contains('\uFE0F');
    }
}
