using System.Collections.Frozen;
using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;

namespace Balcao.Client.Shell;

/// <summary>The screens' words for the fields of requests, by which the server names what it refuses.</summary>
public static class FieldWords
{
    public static FrozenSet<string> Fields { get; } = FrozenSet.Create(
        "accessToken", "actions", "agentId", "categoryId", "choices", "displayName", "email", "files", "groupId", "members", "name", "note", "ownerId", "parentId", "phone",
        "phoneNumberId", "role", "scopes", "status", "subject", "tag", "tags", "text", "timeZone", "urgency", "wabaId", "waitingReason");

    /// <param name="field">As in the request, for instance <c>actions[0].tag</c>.</param>
    /// <returns>Null: the screens have no word for it.</returns>
    public static string? Of(string field, IStringLocalizer<Text> text) =>
        field.Split('.').Select(part => part.Split('[')[0]).LastOrDefault(Fields.Contains) is { } known ? text["FieldName." + known].Value : null;
}
