namespace Balcao.Client.Conversations;

/// <summary>What is typed is kept with every key, and is what the browser keeps of it.</summary>
public sealed partial class Composer
{
    // Before the next key is kept: it would be kept without what was added.
    private void TakeGrown(ConversationId conversation)
    {
        if (conversation != Store.Moves.Now(Thread.Id)) return;
        _text = Drafts.Of(Thread.Id, _isNote);
        Refresh();
    }

    private void Keep(string text)
    {
        _text = text;
        Drafts.Keep(Thread.Id, _isNote, text, Chat?.Id);
    }
}
