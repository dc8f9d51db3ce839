using System.Collections.Frozen;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.OptIns;
using Balcao.Platform;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Balcao.Chats;

/// <summary>What becomes of a table's rows when two contacts become one.</summary>
public enum MergeRule
{
    /// <summary>They belong to the contact, or the conversation, that stays.</summary>
    Moved,

    /// <summary>Each contact or conversation may have one, and two become one.</summary>
    Merged,

    /// <summary>They name the chat or ticket they belong to, which moves, or are deleted with the contact that goes.</summary>
    GoesWithIt,

    /// <summary>They say what was so at that instant, and stay as they are.</summary>
    Stays,
}

/// <summary>
/// Every table that names a contact, a conversation or a chat, and what <see cref="MergeContacts"/> does with its rows. A
/// test fails for a table of the model that is not here: its rows would be left behind, or stop every merge by their key.
/// </summary>
public static class MergedTables
{
    public static FrozenDictionary<Type, MergeRule> Rules { get; } = new Dictionary<Type, MergeRule>
    {
        [typeof(Contact)] = MergeRule.Merged,
        [typeof(ContactIdentity)] = MergeRule.Moved,
        [typeof(ContactAudience)] = MergeRule.Merged,
        [typeof(ContactWords)] = MergeRule.GoesWithIt,
        [typeof(MarketingConsent)] = MergeRule.Merged,
        [typeof(Conversation)] = MergeRule.Merged,
        [typeof(Message)] = MergeRule.Moved,
        [typeof(Chat)] = MergeRule.Moved,
        [typeof(Ticket)] = MergeRule.Moved,
        [typeof(TicketAction)] = MergeRule.GoesWithIt,
        [typeof(OutboxItem)] = MergeRule.Moved,
        [typeof(FeedEntry)] = MergeRule.Stays,
    }.ToFrozenDictionary();

    /// <summary>Tables of the model that name one of the three and have no rule.</summary>
    public static IEnumerable<IReadOnlyEntityType> WithoutRule(IReadOnlyModel model) => model.GetEntityTypes()
        .Where(type => type.GetProperties().Any(IsMerged) && !Rules.ContainsKey(type.ClrType));

    private static bool IsMerged(IReadOnlyProperty property) =>
        (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) is var type
        && (type == typeof(ContactId) || type == typeof(ConversationId) || type == typeof(ChatId));
}
