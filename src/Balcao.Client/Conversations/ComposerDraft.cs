using Balcao.Client.Shell;

namespace Balcao.Client.Conversations;

/// <summary>Drafts: the typed text is stored at every key.</summary>
public sealed partial class Composer
{
    // Must run before the next key is stored: that would add the text to what is shown once more.
    private void TakeReplaced(ConversationId conversation)
    {
        if (conversation != Store.Moves.Now(Thread.Id)) return;
        _text = Drafts.Of(Thread.Id, _isNote);
        Refresh();
    }

    private void Keep(string text)
    {
        _text = Drafts.Keep(Thread.Id, _isNote, TypedText.Clean(text), Chat?.Id, before: _text);
    }
}
