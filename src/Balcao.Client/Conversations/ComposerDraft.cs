namespace Balcao.Client.Conversations;

/// <summary>Drafts: the typed text is stored at every key.</summary>
public sealed partial class Composer
{
    // Must run before the next key is stored: that would overwrite the added text.
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
