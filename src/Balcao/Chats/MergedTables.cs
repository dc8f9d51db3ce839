using System.Collections.Frozen;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.OptIns;
using Balcao.Platform;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Balcao.Chats;

/// <summary>What happens to a table's rows when two contacts become one.</summary>
public enum MergeRule
{
    /// <summary>The rows are moved to the contact, or the conversation, that stays.</summary>
    Moved,

    /// <summary>Each contact or conversation may have one row: the two rows become one.</summary>
    Merged,

    /// <summary>The rows belong to a chat or ticket, which is moved, or are deleted with the contact that is deleted.</summary>
    GoesWithIt,

    /// <summary>The rows record what was true at that time, and are not changed.</summary>
    Stays,
}

/// <summary>
/// Every table that names a contact, a conversation or a chat, and what <see cref="MergeContacts"/> does with its rows. A
/// test fails if a table of the model is missing here: its rows would be left behind, or their keys would prevent every merge.
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
        [typeof(ChatGuest)] = MergeRule.Moved,
        [typeof(Ticket)] = MergeRule.Moved,
        [typeof(TicketAction)] = MergeRule.GoesWithIt,
        [typeof(OutboxItem)] = MergeRule.Moved,
        [typeof(FeedEntry)] = MergeRule.Stays,
    }.ToFrozenDictionary();

    /// <summary>Tables of the model that name a contact, a conversation or a chat and have no rule.</summary>
    public static IEnumerable<IReadOnlyEntityType> WithoutRule(IReadOnlyModel model) => model.GetEntityTypes()
        .Where(type => type.GetProperties().Any(IsMerged) && !Rules.ContainsKey(type.ClrType));

    private static bool IsMerged(IReadOnlyProperty property) =>
        (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) is var type
        && (type == typeof(ContactId) || type == typeof(ConversationId) || type == typeof(ChatId));
}
