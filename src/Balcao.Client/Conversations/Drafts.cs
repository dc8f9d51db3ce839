using Balcao.Client.Agents;
using Balcao.Client.Shell;

namespace Balcao.Client.Conversations;

/// <summary>What was typed and not sent, per person and conversation; survives reload, restart and navigation.</summary>
public sealed class Drafts(IBrowserStorage storage, CurrentPerson person)
{
    public string Of(ConversationId conversation, bool isNote) => storage.Get(Key(conversation, isNote)) ?? "";

    public void Keep(ConversationId conversation, bool isNote, string text) => storage.Set(Key(conversation, isNote), text);

    private string Key(ConversationId conversation, bool isNote) =>
        $"balcao.draft.{person.Me?.PersonId}.{conversation}{(isNote ? ".note" : "")}";
}
